//! Words of a POSIX shell: whatever a scenario has in it, a word stays one word, and a comment one line.

use crate::text::escape;

/// A command line, word by word.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// `aws`, the service, the command, then options with their values; each written for the shell.
    parts: Vec<String>,
    /// Parameters that only the JSON form can take: AWS's name and the value as JSON.
    json: Vec<(String, String)>,
}

impl Line {
    /// A command such as `sts assume-role`.
    pub(super) fn new(command: &str) -> Self {
        Self { parts: vec![format!("aws {command}")], json: Vec::new() }
    }

    /// Text that is written for the shell already: `--key "$KEY"`.
    pub(super) fn raw(&mut self, text: impl Into<String>) {
        self.parts.push(text.into());
    }

    /// An option with one value; `name` is AWS's name of the parameter.
    pub(super) fn option(&mut self, name: &str, value: &str) {
        if as_it_is(value) {
            self.raw(option(&flag(name), value));
        } else {
            self.json.push((name.to_owned(), json_string(value)));
        }
    }

    /// An option with a list of values in the short form, where each of them can have it, else in JSON.
    pub(super) fn list(&mut self, name: &str, items: &[Item]) {
        let short: Option<Vec<&String>> = items.iter().map(|item| item.short.as_ref()).collect();
        match short {
            Some(words) if !words.is_empty() => {
                let words: Vec<String> = words.iter().map(|word| quote(word)).collect();
                self.raw(format!("{} {}", flag(name), words.join(" ")));
            }
            _ => {
                let json: Vec<&str> = items.iter().map(|item| item.json.as_str()).collect();
                self.option(name, &format!("[{}]", json.join(",")));
            }
        }
    }

    /// The text: on one line, or where that is long with a line for each option.
    pub(super) fn text(mut self) -> String {
        if !self.json.is_empty() {
            let members: Vec<String> =
                self.json.iter().map(|(name, value)| format!("{}:{value}", json_string(name))).collect();
            self.parts.push(format!("--cli-input-json {}", quote(&format!("{{{}}}", members.join(",")))));
        }
        let line = self.parts.join(" ");
        if line.chars().count() <= 100 { line } else { self.parts.join(" \\\n  ") }
    }
}

/// An element of a list in both of the command line's forms.
pub(super) struct Item {
    /// `Key=team,Value=red`, where the value has no sign that means something there.
    short: Option<String>,
    /// The same as JSON.
    json: String,
}

impl Item {
    /// An element that is only a text.
    pub(super) fn text(value: &str) -> Self {
        let short = as_it_is(value) && !value.is_empty() && !value.starts_with(['-', '[', '{']);
        Self { short: short.then(|| value.to_owned()), json: json_string(value) }
    }

    /// An element with fields.
    pub(super) fn fields(fields: &[(&str, &str)]) -> Self {
        let plain = |value: &str| {
            let sign = |c: char| c.is_alphanumeric() || "_.:/+- ".contains(c);
            !value.is_empty() && value.chars().all(sign) && value.trim() == value
        };
        let short: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let json: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}:{}", json_string(name), json_string(value))).collect();
        Self {
            short: fields.iter().all(|(_, value)| plain(value)).then(|| short.join(",")),
            json: format!("{{{}}}", json.join(",")),
        }
    }
}

/// An option and its value; a value that looks like an option is tied to its own.
pub(super) fn option(flag: &str, value: &str) -> String {
    let join = if value.starts_with('-') { '=' } else { ' ' };
    format!("{flag}{join}{}", quote(value))
}

/// `DurationSeconds` as `--duration-seconds`.
fn flag(name: &str) -> String {
    format!("--{}", kebab(name))
}

/// Whether an option can take a value as it is: the command line would read a file or an address instead of some, and
/// no word can hold a NUL.
pub(super) fn as_it_is(value: &str) -> bool {
    let reads = ["file://", "fileb://", "http://", "https://"].iter().any(|prefix| value.starts_with(prefix));
    !reads && !value.contains('\0')
}

/// A word of the shell with exactly this text; a NUL, which no word can hold, is left out.
pub(super) fn quote(text: &str) -> String {
    let text = text.replace('\0', "");
    let bare = |c: char| c.is_ascii_alphanumeric() || "_+=:,./-@".contains(c);
    if !text.is_empty() && text.chars().all(bare) && !text.starts_with('=') {
        return text;
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A word for a comment: quoted too, because some shells read comments as commands, and without line breaks.
pub(super) fn mention(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    quote(&line)
}

fn json_string(text: &str) -> String {
    let mut out = String::new();
    escape(text, &mut out);
    out
}

/// A name in the command line's spelling: `ListMFADevices` as `list-mfa-devices`.
pub(super) fn kebab(name: &str) -> String {
    // Plurals of abbreviations are one word: `DescribeTagsByARNs` ends in `arns`.
    let capitals =
        name.strip_suffix('s').map_or(0, |rest| rest.bytes().rev().take_while(u8::is_ascii_uppercase).count());
    let plural = if capitals >= 2 { name.len() - capitals - 1 } else { name.len() };
    let chars: Vec<char> = name.chars().collect();
    let mut out = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let after = chars.get(at + 1);
        let begins = c.is_ascii_uppercase()
            && at < plural
            && before.is_some_and(|before| {
                before.is_ascii_lowercase() || before.is_ascii_digit() || after.is_some_and(char::is_ascii_lowercase)
            });
        if (begins || (at == plural && at > 0)) && !out.ends_with('-') {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::kebab;

    #[test]
    fn names_are_spelled_as_the_command_line_has_them() {
        for (name, spelled) in [
            ("StopInstances", "stop-instances"),
            ("ListMFADevices", "list-mfa-devices"),
            ("DescribeDBInstances", "describe-db-instances"),
            ("AssumeRoleWithSAML", "assume-role-with-saml"),
            ("SAMLAssertion", "saml-assertion"),
            ("ListOpenIDConnectProviders", "list-open-id-connect-providers"),
            ("ListSSHPublicKeys", "list-ssh-public-keys"),
            ("UpdateRecordsByARNs", "update-records-by-arns"),
            ("PolicyArns", "policy-arns"),
            ("AssignIpv6Addresses", "assign-ipv6-addresses"),
        ] {
            assert_eq!(kebab(name), spelled);
        }
    }
}
