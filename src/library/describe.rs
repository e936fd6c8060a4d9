//! What a module is about, what it defines and from where: read from its text.

use crate::diagnostic::Diagnostics;
use crate::source::Sources;
use crate::syntax::ast::{self, AttributeValue, DefineBody};
use crate::syntax::inside::{self, Inside};
use crate::syntax::print_kind;

/// A module as `elig library` shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// As in `use NAME`.
    pub name: String,
    /// The first line of the remark at its head.
    pub about: String,
    /// The other lines of that remark.
    pub remarks: Vec<String>,
    /// The modules it uses.
    pub uses: Vec<String>,
    /// Its definitions, in its order.
    pub definitions: Vec<Defined>,
    /// Its facts, in its order.
    pub facts: Vec<Declared>,
    /// How many worked cases it has.
    pub cases: usize,
}

/// A definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defined {
    /// `prednisone_factor(drug)`
    pub name: String,
    /// Its title.
    pub title: Option<String>,
    /// Where it was published.
    pub sources: Vec<String>,
    /// What of it was not checked against a source.
    pub unverified: Option<String>,
}

/// A fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Its name in records.
    pub name: String,
    /// What it holds, as it is declared.
    pub kind: String,
    /// The question it answers.
    pub question: Option<String>,
    /// Its codes: `loinc 1742-6`.
    pub codes: Vec<String>,
}

/// Describes a module by its text and that of its worked cases.
#[must_use]
pub fn describe(name: &str, text: &str, cases: impl Iterator<Item = &'static str>) -> Description {
    let mut sources = Sources::default();
    let mut unheard = Diagnostics::default();
    let id = sources.add(name, text);
    let file = crate::syntax::parse(id, text, &mut unheard);
    let head = head(text);
    let mut description = Description {
        name: name.to_owned(),
        about: head.first().cloned().unwrap_or_default(),
        remarks: head.into_iter().skip(1).collect(),
        uses: Vec::new(),
        definitions: Vec::new(),
        facts: Vec::new(),
        cases: count_cases(&file),
    };
    for cases in cases {
        let id = sources.add(name, cases);
        description.cases += count_cases(&crate::syntax::parse(id, cases, &mut unheard));
    }
    for part in &file.parts {
        match part {
            ast::Part::Use(name) => description.uses.push(name.node.clone()),
            ast::Part::Facts(facts) => description.facts.extend(facts.node.iter().map(declared)),
            ast::Part::Define(define) => {
                description.definitions.push(defined(define));
                if let DefineBody::Expr(body) = &define.body {
                    inside::expr(body, &mut |inside| {
                        if let Inside::Row(row) = inside
                            && let ast::RowHead::Declares(name, question) = &row.head
                        {
                            description.facts.push(Declared {
                                name: name.node.clone(),
                                kind: "yes/no".to_owned(),
                                question: Some(question.text.clone()),
                                codes: Vec::new(),
                            });
                        }
                    });
                }
            }
            _ => {}
        }
    }
    description
}

/// The lines of the remark at the head of a file, without their signs.
fn head(text: &str) -> Vec<String> {
    text.lines()
        .map_while(|line| line.strip_prefix('#'))
        .map(|line| line.trim().to_owned())
        .collect()
}

fn count_cases(file: &ast::File) -> usize {
    file.parts
        .iter()
        .filter(|part| matches!(part, ast::Part::Example(_)))
        .count()
}

fn defined(define: &ast::Define) -> Defined {
    let params: Vec<&str> = define.params.iter().map(|param| param.node.as_str()).collect();
    let said = |word: &str| -> Vec<String> {
        let attributes = define.attributes.iter().filter(|attribute| attribute.word.node == word);
        attributes.flat_map(|attribute| texts(&attribute.value)).collect()
    };
    let unverified = said("unverified");
    Defined {
        name: if params.is_empty() {
            define.name.node.clone()
        } else {
            format!("{}({})", define.name.node, params.join(", "))
        },
        title: define.title.as_ref().map(|title| title.text.clone()),
        sources: said("source"),
        unverified: (!unverified.is_empty()).then(|| unverified.join("; ")),
    }
}

fn declared(fact: &ast::Fact) -> Declared {
    let codes = fact.attributes.iter().flat_map(|attribute| {
        let texts = texts(&attribute.value);
        texts.into_iter().map(|code| format!("{} {code}", attribute.word.node))
    });
    Declared {
        name: fact.name.node.clone(),
        kind: print_kind(&fact.kind),
        question: fact.question.as_ref().map(|question| question.text.clone()),
        codes: codes.collect(),
    }
}

fn texts(value: &AttributeValue) -> Vec<String> {
    match value {
        AttributeValue::Texts(texts) => texts.iter().map(|text| text.text.clone()).collect(),
        _ => Vec::new(),
    }
}
