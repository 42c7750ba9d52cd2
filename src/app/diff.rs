//! What changed between two texts, line by line.

/// How many comparisons of lines a difference may cost; beyond it the middle counts as replaced.
const BUDGET: usize = 1_000_000;

/// How many unchanged lines stand around a change.
const AROUND: usize = 3;

/// A line of a difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What became of it.
    pub kind: LineKind,
    /// Its text.
    pub text: String,
    /// Its number in the old text and in the new one, from 1.
    pub numbers: (Option<usize>, Option<usize>),
}

/// What became of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// It stayed.
    Same,
    /// It went.
    Gone,
    /// It came.
    New,
    /// Lines that stayed and are left out; the text says how many.
    LeftOut,
}

/// The difference between two texts: changed lines, with a few of those around them.
pub(super) fn difference(before: &str, after: &str) -> Vec<Line> {
    near_changes(all_lines(before, after))
}

fn all_lines(before: &str, after: &str) -> Vec<Line> {
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().collect();
    let first = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let rest = old.len().min(new.len()) - first;
    let last = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let middle = |lines: &[&str]| (first, lines.len() - last);
    let (old_middle, new_middle) = (middle(&old), middle(&new));
    let mut drawn = Drawn::default();
    old.iter().take(first).for_each(|line| drawn.same(line));
    let cut = |lines: &[&str], (from, to): (usize, usize)| -> Vec<String> {
        lines.iter().take(to).skip(from).map(|line| (*line).to_owned()).collect()
    };
    drawn.middle(&cut(&old, old_middle), &cut(&new, new_middle));
    old.iter().skip(old_middle.1).for_each(|line| drawn.same(line));
    drawn.lines
}

#[derive(Default)]
struct Drawn {
    lines: Vec<Line>,
    old: usize,
    new: usize,
}

impl Drawn {
    fn same(&mut self, text: &str) {
        self.old += 1;
        self.new += 1;
        self.add(LineKind::Same, text, (Some(self.old), Some(self.new)));
    }

    fn gone(&mut self, text: &str) {
        self.old += 1;
        self.add(LineKind::Gone, text, (Some(self.old), None));
    }

    fn came(&mut self, text: &str) {
        self.new += 1;
        self.add(LineKind::New, text, (None, Some(self.new)));
    }

    fn add(&mut self, kind: LineKind, text: &str, numbers: (Option<usize>, Option<usize>)) {
        self.lines.push(Line { kind, text: text.to_owned(), numbers });
    }

    /// Draws the part that differs by its longest common subsequence.
    fn middle(&mut self, old: &[String], new: &[String]) {
        let width = new.len() + 1;
        if old.len().saturating_mul(width) > BUDGET {
            old.iter().for_each(|line| self.gone(line));
            new.iter().for_each(|line| self.came(line));
            return;
        }
        // How many lines the ends from here on have in common.
        let mut common = vec![0_u32; (old.len() + 1) * width];
        let at = |row: usize, column: usize| row * width + column;
        let get = |common: &[u32], row, column| common.get(at(row, column)).copied().unwrap_or_default();
        for (row, a) in old.iter().enumerate().rev() {
            for (column, b) in new.iter().enumerate().rev() {
                let length = if a == b {
                    get(&common, row + 1, column + 1) + 1
                } else {
                    get(&common, row + 1, column).max(get(&common, row, column + 1))
                };
                if let Some(place) = common.get_mut(at(row, column)) {
                    *place = length;
                }
            }
        }
        let (mut row, mut column) = (0, 0);
        loop {
            match (old.get(row), new.get(column)) {
                (Some(a), Some(b)) if a == b => {
                    self.same(a);
                    (row, column) = (row + 1, column + 1);
                }
                (Some(a), after)
                    if after.is_none() || get(&common, row + 1, column) >= get(&common, row, column + 1) =>
                {
                    self.gone(a);
                    row += 1;
                }
                (_, Some(b)) => {
                    self.came(b);
                    column += 1;
                }
                _ => return,
            }
        }
    }
}

/// Leaves out what is far from every change.
fn near_changes(lines: Vec<Line>) -> Vec<Line> {
    let changed: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| line.kind != LineKind::Same).map(|(index, _)| index).collect();
    let near = |index: usize| {
        let next = changed.partition_point(|at| *at < index);
        let close = |at: Option<&usize>| at.is_some_and(|at| at.abs_diff(index) <= AROUND);
        close(changed.get(next)) || next.checked_sub(1).is_some_and(|before| close(changed.get(before)))
    };
    let mut kept: Vec<Line> = Vec::new();
    let mut left_out = 0;
    let leave = |kept: &mut Vec<Line>, count: usize| {
        if count > 0 {
            let text = if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
            kept.push(Line { kind: LineKind::LeftOut, text, numbers: (None, None) });
        }
    };
    for (index, line) in lines.into_iter().enumerate() {
        if near(index) {
            leave(&mut kept, std::mem::take(&mut left_out));
            kept.push(line);
        } else {
            left_out += 1;
        }
    }
    leave(&mut kept, left_out);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(before: &str, after: &str) -> String {
        let sign = |line: &Line| match line.kind {
            LineKind::Same => ' ',
            LineKind::Gone => '-',
            LineKind::New => '+',
            LineKind::LeftOut => '~',
        };
        difference(before, after).iter().map(|line| format!("{}{}\n", sign(line), line.text)).collect()
    }

    #[test]
    fn changed_lines_stand_among_those_around() {
        assert_eq!(
            drawn("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\n5\nsix\n7\n8\n9\n"),
            "~2 lines\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n"
        );
        assert_eq!(drawn("a\nb\nc", "a\nx\nb\nc"), " a\n+x\n b\n c\n");
        assert_eq!(drawn("a\nb\nc\nd", "a\nd"), " a\n-b\n-c\n d\n");
        assert_eq!(drawn("", "a"), "+a\n");
        assert_eq!(drawn("a", ""), "-a\n");
    }

    #[test]
    fn what_is_common_stays_in_its_order() {
        assert_eq!(drawn("a\nb\nc\nd\ne", "b\nx\nd\ny"), "-a\n b\n-c\n+x\n d\n-e\n+y\n");
    }

    fn counts(lines: &[Line]) -> (usize, usize) {
        let count = |kind| lines.iter().filter(|line| line.kind == kind).count();
        (count(LineKind::New), count(LineKind::Gone))
    }

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(counts(&difference("a\nb", "a\nb")), (0, 0));
        assert_eq!(counts(&difference("a\na\na", "a\na")), (0, 1));
    }

    #[test]
    fn a_difference_of_thousands_of_lines_is_bounded() {
        let lines = |word: &str| (0..20_000).map(|number| format!("{word}{number}\n")).collect::<String>();
        assert_eq!(counts(&difference(&lines("a"), &lines("b"))), (20_000, 20_000));
    }
}
