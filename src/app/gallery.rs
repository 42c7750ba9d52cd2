//! The scenarios that come with the page.

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GalleryEntry {
    /// Its title, as the picker shows it.
    pub name: &'static str,
    /// The scenario's file.
    pub text: &'static str,
}

/// All of them; the page opens on the first.
pub const GALLERY: &[GalleryEntry] = &[
    GalleryEntry {
        name: "MFA protection for API operations in the current account",
        text: include_str!("../../www/gallery/current-account-api.json"),
    },
    GalleryEntry {
        name: "MFA protection for cross-account delegation",
        text: include_str!("../../www/gallery/cross-account-delegation.json"),
    },
    GalleryEntry {
        name: "MFA protection for resources that have resource-based policies",
        text: include_str!("../../www/gallery/resource-based-policy.json"),
    },
];
