//! An explanation as Markdown, for a ticket or a wiki.

use super::journey::StationState;
use super::why::Why;
use super::words;
use crate::trace::{NodeRole, TraceNode};

impl Why {
    /// Verdict, sentence, the journey with the steps that matter, the request context.
    pub fn markdown(&self) -> String {
        let mut text = format!("### {}: {}\n\n", words::outcome(self.outcome), code(&self.action));
        if !self.resource.is_empty() {
            text.push_str(&format!("On {}, with {}.\n\n", code(&self.resource), self.credentials));
        }
        text.push_str(&format!("> {}\n", self.reason));
        if !self.stations.is_empty() {
            text.push_str("\n**The request's journey**\n\n");
        }
        for (number, station) in self.stations.iter().enumerate() {
            let state = match station.state {
                StationState::Unreached => "never got here",
                _ => station.words.as_str(),
            };
            let decides = if station.deciding { " — **decides**" } else { "" };
            text.push_str(&format!("{}. {}: {state}{decides}\n", number + 1, station.name));
            if station.deciding {
                station.nodes.iter().for_each(|node| steps(node, 1, &mut text));
            }
        }
        if !self.missing.is_empty() {
            let keys: Vec<String> = self.missing.iter().map(|key| code(key)).collect();
            text.push_str(&format!("\nMissing context keys: {}\n", keys.join(", ")));
        }
        if !self.context.is_empty() {
            text.push_str("\n| key | value | from |\n| --- | --- | --- |\n");
        }
        for entry in &self.context {
            let values = code(&entry.values.join(", "));
            text.push_str(&format!("| {} | {values} | {} |\n", code(&entry.key), words::origin(entry.origin)));
        }
        text
    }
}

fn steps(node: &TraceNode, depth: usize, text: &mut String) {
    if node.role == NodeRole::Irrelevant {
        return;
    }
    let result = words::result(node.kind, node.result);
    let result = if result.is_empty() { String::new() } else { format!(" — {result}") };
    let detail = node.detail.as_ref().map(|detail| format!(". {detail}")).unwrap_or_default();
    text.push_str(&format!("{}- {}{result}{detail}\n", "   ".repeat(depth), plain(&node.title)));
    node.children.iter().for_each(|child| steps(child, depth + 1, text));
}

/// What would mean something in Markdown, taken literally.
fn plain(text: &str) -> String {
    text.replace('\\', "\\\\").replace('*', "\\*").replace('_', "\\_").replace('|', "\\|").replace('<', "\\<")
}

/// A piece of code, whatever stands in it.
fn code(text: &str) -> String {
    let text = text.replace('|', "\\|").replace('\n', " ");
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}
