//! Parts of a WebAssembly module that are loaded later: the code behind one function, and what only it needs.
//!
//! Without the feature `split`, natively and in development, there is one module, and such a function is a function. With
//! it, the build cuts the module in two (`xtask/src/split.rs`), and the function answers only once the second part was
//! loaded. Whoever calls it sees to that first: the npm package's wrapper (`www/npm`), or the page (`src/app/parts.rs`).

/// Whether the code behind later functions is in a part of its own, which has to be fetched before they answer.
pub const IS_SPLIT: bool = cfg!(feature = "split");

/// Declares a function whose code is in the part `more` of the module with that feature, `js` or `ui`: the same arguments
/// as the function it stands for, and its answer, or `None` while the part is not there.
#[macro_export]
#[doc(hidden)]
macro_rules! later {
    (in $of:literal: $(#[$meta:meta])* $vis:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) $(-> $out:ty)? = $path:path;) => {
        #[cfg(not(all(feature = "split", feature = $of)))]
        $(#[$meta])*
        $vis fn $name($($argument: $type),*) -> Option<$crate::later!(@out $($out)?)> {
            Some($path($($argument),*))
        }

        #[cfg(all(feature = "split", feature = $of))]
        $(#[$meta])*
        $vis fn $name($($argument: $type),*) -> Option<$crate::later!(@out $($out)?)> {
            #[::wasm_split_helpers::wasm_split(more)]
            fn $name($($argument: $type),*) $(-> $out)? {
                $path($($argument),*)
            }
            $crate::later::now($name($($argument),*))
        }
    };
    (@out) => { () };
    (@out $out:ty) => { $out };
}

/// The answer of a call into a part that is loaded, where waiting for it is but a formality.
#[cfg(feature = "split")]
pub fn now<T>(call: impl Future<Output = T>) -> Option<T> {
    use std::task::{Context, Poll, Waker};
    let mut call = std::pin::pin!(call);
    let mut context = Context::from_waker(Waker::noop());
    // The first time it asks whether the part is there, the second time it has been told.
    for _ in 0..2 {
        if let Poll::Ready(answer) = call.as_mut().poll(&mut context) {
            return Some(answer);
        }
    }
    None
}
