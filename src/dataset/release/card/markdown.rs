//! Texts inside Markdown: on one line, in a cell of a table, as code, in a fence.

/// The text on one line.
pub(in crate::dataset::release) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text in a cell of a table.
pub(in crate::dataset::release) fn cell(text: &str) -> String {
    one_line(text).replace('\\', "\\\\").replace('|', "\\|").replace('<', "\\<")
}

/// The text as code in a cell of a table; backticks, which would end it, become apostrophes.
pub(in crate::dataset::release) fn code(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'").replace('|', "\\|"))
}

/// The text as a block of code, within more backticks than it has itself.
pub(in crate::dataset::release) fn fence(language: &str, text: &str) -> String {
    let mut marks = "```".to_owned();
    while text.contains(&marks) {
        marks.push('`');
    }
    format!("{marks}{language}\n{}\n{marks}\n", text.trim_end())
}

/// A table from its heading and rows.
pub(in crate::dataset::release) fn table<const N: usize>(
    heading: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head = line(&heading.map(str::to_owned)) + &"|---".repeat(N) + "|\n";
    rows.into_iter().fold(head, |table, row| table + &line(&row))
}

/// A number of bytes for people.
pub(in crate::dataset::release) fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut number = bytes as f64 / 1000.0;
    let mut unit = 0;
    while number >= 999.5 && unit + 1 < UNITS.len() {
        number /= 1000.0;
        unit += 1;
    }
    let digits = usize::from(number < 9.95);
    format!("{number:.digits$} {}", UNITS[unit])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fence_is_longer_than_what_it_holds() {
        assert_eq!(fence("text", "u = 1\n"), "```text\nu = 1\n```\n");
        assert_eq!(fence("", "```"), "````\n```\n````\n");
    }

    #[test]
    fn cells_stay_cells() {
        assert_eq!(cell("a | b\n\\ <b>"), "a \\| b \\\\ \\<b>");
        assert_eq!(code("a`|b"), "`a'\\|b`");
        let found = table(["x", "y"], [["1".to_owned(), "2".to_owned()]]);
        assert_eq!(found, "| x | y |\n|---|---|\n| 1 | 2 |\n");
    }

    #[test]
    fn sizes_have_two_or_three_digits() {
        let check = |bytes: u64, expected: &str| assert_eq!(size(bytes), expected);
        check(0, "0 B");
        check(999, "999 B");
        check(1000, "1.0 kB");
        check(9_949, "9.9 kB");
        check(9_950, "10 kB");
        check(999_499, "999 kB");
        check(999_500, "1.0 MB");
        check(153_800_000_000, "154 GB");
        check(u64::MAX, "18447 PB");
    }
}
