//! `README.md`: the dataset card, a YAML header for Hugging Face and Markdown for people.

mod facts;
mod header;
mod loading;
mod markdown;
mod yaml;

use crate::dataset::release::Release;

/// The text of `README.md`.
///
/// # Reference
///
/// *Dataset Cards*, Hugging Face Hub documentation.
pub fn card(release: &Release) -> String {
    let sections = [
        facts::about(release),
        facts::making(release),
        facts::columns(release),
        facts::files(release),
        loading::loading(release),
        facts::integrity(release),
        facts::limits(release),
        facts::license(release),
    ];
    format!("{}\n{}", header::header(release), sections.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::release::fixture::release;

    #[test]
    fn header_comes_first_and_ends_before_the_title() {
        let text = card(&release());
        assert!(text.starts_with("---\nlicense: cc-by-4.0\n"));
        let (_, body) = text[4..].split_once("\n---\n").unwrap();
        assert!(body.starts_with("\n# Gray–Scott: \"worms\" & spots\n"));
    }

    #[test]
    fn every_section_is_there_once_and_in_order() {
        let text = card(&release());
        let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("## ")).collect();
        let expected = [
            "Equations",
            "How it was made",
            "Columns",
            "Files",
            "How to load it",
            "Integrity",
            "Known limits",
            "Licence and citation",
        ];
        assert_eq!(headings, expected.map(|heading| format!("## {heading}")));
    }

    #[test]
    fn hostile_texts_break_neither_header_nor_tables() {
        let mut hostile = release();
        "evil: \"x\"\n---\n# no".clone_into(&mut hostile.title);
        "a|b\nc".clone_into(&mut hostile.columns[1].name);
        let text = card(&hostile);
        let (header, body) = text[4..].split_once("\n---\n").unwrap();
        assert!(header.contains("pretty_name: \"evil: \\\"x\\\"\\n---\\n# no\"\n"));
        assert!(header.contains("- name: \"a|b\\nc\"\n"));
        assert!(body.starts_with("\n# evil: \"x\" --- # no\n"));
        assert!(body.contains("| `a\\|b c` |"));
    }
}
