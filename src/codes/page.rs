//! A code's page in its parts: words and examples.

/// One part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A paragraph, its lines joined.
    Words(String),
    /// An example.
    Block(Block),
}

/// An example of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// `elig`, `json`, `csv`, `protocol`, or `text` for what is no example to be run.
    pub kind: &'static str,
    /// Whether the criterion is one of the exclusion.
    pub exclusion: bool,
    /// Whether it is what to write instead.
    pub instead: bool,
    /// Its lines.
    pub text: String,
}

/// The parts of a page in their order. What follows the paragraph that begins with "Write instead" or "Instead" is
/// what to write.
#[must_use]
pub fn parts(page: &'static str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut open: Option<Block> = None;
    let mut instead = false;
    for line in page.lines() {
        match (open.take(), line.strip_prefix("```")) {
            (Some(block), Some(_)) => parts.push(Part::Block(block)),
            (Some(mut block), None) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, Some(info)) => {
                told(&mut words, &mut parts);
                let (kind, rest) = info.split_once(' ').unwrap_or((info, ""));
                open = Some(Block {
                    kind,
                    exclusion: rest == "exclusion",
                    instead,
                    text: String::new(),
                });
            }
            (None, None) if line.is_empty() => told(&mut words, &mut parts),
            (None, None) => {
                instead |= line.starts_with("Write instead") || line.starts_with("Instead");
                words.push(line);
            }
        }
    }
    told(&mut words, &mut parts);
    parts
}

fn told(words: &mut Vec<&str>, parts: &mut Vec<Part>) {
    if !words.is_empty() {
        parts.push(Part::Words(words.join(" ")));
        words.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_examples() {
        let found = parts("One\ntwo.\n\n```elig exclusion\na\n```\n\nWrite instead:\n\n```elig\nb\n```\n");
        let block = |text: &str, exclusion, instead| {
            Part::Block(Block {
                kind: "elig",
                exclusion,
                instead,
                text: text.to_owned(),
            })
        };
        let expected = [
            Part::Words("One two.".to_owned()),
            block("a\n", true, false),
            Part::Words("Write instead:".to_owned()),
            block("b\n", false, true),
        ];
        assert_eq!(found, expected);
    }
}
