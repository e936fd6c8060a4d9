//! Protocols of many shapes.

use super::items;
use crate::source::SourceId;

/// The numbers of the items, each with the first word and the last.
fn outline(text: &str) -> String {
    let all = items(SourceId(0), text);
    let shown = all.iter().map(|item| {
        let mut words = item.text.split_whitespace();
        let first = words.next().unwrap_or_default();
        let last = words.last().unwrap_or_default();
        format!("{} {first} {last}", item.id).trim_end().to_owned()
    });
    shown.collect::<Vec<_>>().join("\n")
}

fn ids(text: &str) -> String {
    let all = items(SourceId(0), text);
    all.iter().map(|item| item.id.as_str()).collect::<Vec<_>>().join(" ")
}

/// One text with everything in it, whole: what each item is, the words it begins with, and all that belongs to it.
#[test]
fn a_whole_text() {
    let text = "Eligibility

Key inclusion criteria:

  1. Adults of either sex,
     18 to 75 years of age.

     (Age is counted on the day of consent.)

  2. Adequate blood counts, all of:

     - Platelets of at least 100 × 10⁹/L

     - Hemoglobin of at least
       90 g/L

     Without transfusion for 14 days.

  3. Hepatitis:
     a. not known, or
     b) with treatment of
        i. entecavir or
        ii. tenofovir

Laboratory

  4. Creatinine of at most 1.5 mg/dL.

Exclusion criteria

  - Asthma, grade 2.
    3. Others do not count.

  - Heart:
      o failure
      o infarction

Primary outcome:

  - Survival
";
    let shown = items(SourceId(0), text).into_iter().map(|item| {
        let place = |span: crate::source::Span| &text[span.start as usize..span.end as usize];
        let parent = if item.parent { ", has parts" } else { "" };
        let numbered = if item.numbered { ", numbered" } else { "" };
        let above = item.above.map_or(String::new(), |above| format!(", part of {above}"));
        format!(
            "{}{numbered}{above}{parent}\n  text  {}\n  words {:?}\n  whole {:?}\n",
            item.id,
            item.text,
            place(item.words),
            place(item.span)
        )
    });
    insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n"));
}

#[test]
fn numbers_and_what_goes_on() {
    let text = "Inclusion criteria\n1. Adults of either\n   sex.\n2) Written consent.\n\nExclusion criteria:\n(1) Asthma\n(2) Gout.\n";
    assert_eq!(
        outline(text),
        "I1 Adults sex.\nI2 Written consent.\nE1 Asthma\nE2 Gout."
    );
}

#[test]
fn bullets_count_by_their_place() {
    for bullet in ["-", "–", "•", "*", "o", "·", "▪"] {
        let text = format!(
            "  Inclusion Criteria:\n\n    {bullet}  Adults\n\n    {bullet}  Consent given\n       in writing\n\n  Exclusion Criteria:\n\n    {bullet}  Gout\n"
        );
        assert_eq!(outline(&text), "I1 Adults\nI2 Consent writing\nE1 Gout", "{bullet}");
    }
    // A sign that is glued to a number is no bullet.
    let text = "Inclusion criteria\n- Adults\n-18 years or more\n- Consent\n";
    assert_eq!(outline(text), "I1 Adults more\nI2 Consent");
}

#[test]
fn bullets_below_a_number() {
    let text = "Inclusion Criteria:\n\n  1. Blood counts:\n\n     - Platelets\n\n     - Leukocytes\n\n     Measured twice:\n\n     - Fasting\n\n  2. Consent\n";
    assert_eq!(
        outline(text),
        "I1 Blood counts:\nI1.1 Platelets\nI1.2 Leukocytes twice:\nI1.3 Fasting\nI2 Consent"
    );
    let all = items(SourceId(0), text);
    let of = |id: &str| all.iter().find(|item| item.id == id).unwrap();
    assert!(of("I1").parent && of("I1").numbered && !of("I1.1").numbered);
    assert_eq!(of("I1.2").above.as_deref(), Some("I1"));
}

#[test]
fn bullets_below_bullets() {
    let text = "Exclusion criteria\n- Heart:\n  - failure\n  - infarction\n    - recent\n- Lung\n  - asthma\n";
    assert_eq!(ids(text), "E1 E1.1 E1.2 E1.2.1 E2 E2.1");
    // Another sign is another level, whatever became of the indentation.
    let text = "Exclusion criteria\n• Heart:\no failure\no infarction\n• Lung\n";
    assert_eq!(ids(text), "E1 E1.1 E1.2 E2");
}

#[test]
fn letters_and_roman_numbers() {
    let text = "Exclusion criteria\n9. Any of:\n   a. gout\n   b. fever of\n      i. more than 38 °C\n      ii. more than a week\n   c. asthma\n10. None of:\n   (a) pain\n   (b) fatigue\n";
    assert_eq!(ids(text), "E9 E9.a E9.b E9.b.i E9.b.ii E9.c E10 E10.a E10.b");
    let letters = "abcdefghijk".chars().map(|letter| format!("   {letter}) part\n"));
    let text = format!(
        "Inclusion criteria\n1. All of:\n{}2. Consent\n",
        letters.collect::<String>()
    );
    assert_eq!(
        ids(&text),
        "I1 I1.a I1.b I1.c I1.d I1.e I1.f I1.g I1.h I1.i I1.j I1.k I2"
    );
    let text =
        "Inclusion criteria\n1. All of:\n   i) adult\n  ii) well\n iii) willing\n  iv) able\n   v) free\n2. Consent\n";
    assert_eq!(ids(text), "I1 I1.i I1.ii I1.iii I1.iv I1.v I2");
    // Outermost letters are counted: a criterion has a number.
    assert_eq!(ids("Inclusion criteria\nA. Adults\nB. Consent\n"), "I1 I2");
}

#[test]
fn numbers_of_several_parts() {
    let text = "Inclusion criteria\n3. Counts:\n3.1 Platelets\n3.2 Haemoglobin of at least\n9.0 g/dL\n4. Consent\n4.1. In writing\n4.1.1 With date\n";
    assert_eq!(ids(text), "I3 I3.1 I3.2 I4 I4.1 I4.1.1");
    assert_eq!(
        ids("Inclusion criteria\n1.1 Adults\n1.2 Consent\n2.1 Platelets\n"),
        "I1.1 I1.2 I2.1"
    );
}

#[test]
fn the_number_of_a_chapter_is_no_part_of_its_items() {
    let text = "5 Population\n5.1 Inclusion criteria\n5.1.1 Adults\n5.1.2 Consent:\n5.1.2.1 In writing\n5.2 Exclusion criteria\n5.2.1 Gout\n";
    assert_eq!(ids(text), "I1 I2 I2.1 E1");
    assert_eq!(
        ids("1. Inclusion criteria\n- Adults\n2. Exclusion criteria\n- Gout\n"),
        "I1 E1"
    );
}

#[test]
fn headings_of_many_kinds() {
    for heading in [
        "Inclusion Criteria:",
        "INCLUSION CRITERIA",
        "Key Inclusion Criteria",
        "Main inclusion criteria:",
        "Inclusion Criteria Stage 1",
        "Inclusion criteria for the extension",
        "Criteria for inclusion",
        "## Inclusion criteria",
        "**Inclusion Criteria:**",
        "Inclusion:",
        "Inclusion criteria (all must hold)",
        "For inclusion in the study subjects should fulfill the following criteria:",
        "To be eligible, participants must meet all of the following criteria:",
    ] {
        let text = format!("{heading}\n\n1. Adults\n");
        assert_eq!(ids(&text), "I1", "{heading}");
    }
    for heading in [
        "Exclusion Criteria for Stage 1",
        "Non-inclusion criteria:",
        "Criteria for exclusion:",
        "Key exclusion criteria",
        "Patients are not eligible who meet one of the following criteria:",
        "Subjects will be excluded if any of the following apply:",
    ] {
        let text = format!("Inclusion criteria\n1. Adults\n\n{heading}\n\n1. Gout\n");
        assert_eq!(ids(&text), "I1 E1", "{heading}");
    }
}

#[test]
fn sentences_about_criteria_are_no_headings() {
    for sentence in [
        "Inclusion criteria 2 is only for those who were enrolled before the amendment:",
        "Who meets an exclusion criterion may be screened again.",
        "Exclusion criteria for surgery apply too, see the manual of the site for the list.",
        "Risk factors include the following:",
        "Subjects must meet all of the following exclusion criteria within 28 days prior to\n  the baseline visit:",
    ] {
        let text = format!("  Inclusion criteria\n\n  1. Adults\n\n     {sentence}\n\n  2. Consent\n");
        assert_eq!(ids(&text), "I1 I2", "{sentence}");
    }
    assert_eq!(
        ids("Inclusion criteria\n- Meets none of the exclusion criteria\n- Consent\n"),
        "I1 I2"
    );
    assert_eq!(
        ids("Inclusion criteria\n1. Meets none of the\n   exclusion criteria\n2. Consent\n"),
        "I1 I2"
    );
    assert_eq!(ids("Inclusion and exclusion criteria\n1. Adults\n"), "");
}

#[test]
fn a_second_heading_goes_on() {
    let text = "Inclusion criteria stage 1\n- Adults\n- Consent\n\nInclusion criteria stage 2\n- Response\n\nExclusion criteria\n- Gout\n";
    assert_eq!(ids(text), "I1 I2 I3 E1");
    let text = "Inclusion criteria part A\n1. Adults\n2. Consent\n\nInclusion criteria part B\n1. Response:\n   a. whole\n2. Wish\n";
    assert_eq!(ids(text), "I1 I2 I3 I3.a I4");
    let text = "Inclusion criteria part A\n1. Adults\n2. Consent\n\nInclusion criteria part B\n3. Response\n4. Wish\n";
    assert_eq!(ids(text), "I1 I2 I3 I4");
}

#[test]
fn what_stands_before_the_first_item_is_of_no_item() {
    let text = "Inclusion criteria\n\nAll of these must hold\nat the first visit:\n\n- Adults\n";
    assert_eq!(outline(text), "I1 Adults");
}

#[test]
fn paragraphs_belong_to_the_item_before() {
    // At the edge of an indented text, and deeper.
    let text = "    Inclusion Criteria:\n\n      -  Adults\n\n    (Age is counted on the day\n    of consent.)\n\n      -  Consent\n\n         In writing.\n";
    assert_eq!(outline(text), "I1 Adults consent.)\nI2 Consent writing.");
    // At the edge of the page between items.
    let text =
        "Inclusion criteria\n1. Adults\n\nThe age is counted on the day of consent, not of screening.\n\n2. Consent\n";
    assert_eq!(outline(text), "I1 Adults screening.\nI2 Consent");
}

#[test]
fn groups_of_items() {
    let text = "Inclusion criteria\n1. Adults\n\nLaboratory\n2. Platelets\n";
    assert_eq!(ids(text), "I1 I2");
    let text = "Inclusion criteria\n\nGeneral:\n- Adults\n\nLaboratory:\n- Platelets\n";
    assert_eq!(ids(text), "I1 I2");
    let text = "Inclusion criteria\nGeneral:\n1. Adults\n2. Consent\n\nLaboratory:\n1. Platelets\n";
    assert_eq!(ids(text), "I1 I2 I3");
}

#[test]
fn something_else_ends_the_criteria() {
    for end in [
        "Outcome measures:\n- Survival",
        "Arms and interventions\n1. Placebo",
        "Where this trial is running\n\nAt home\n\n  1. Call",
        "# Design\n- Parallel",
        "The study is designed as a parallel trial of two arms.\n\n  • Masking: none",
    ] {
        let text = format!("Exclusion criteria:\n\n  - Gout\n  - Fever\n\n{end}\n");
        assert_eq!(ids(&text), "E1 E2", "{end}");
    }
    let text = "Exclusion criteria\nOutcome measures:\n- Survival\n";
    assert_eq!(ids(text), "");
}

#[test]
fn numbers_at_either_edge() {
    let list: String = (8..12).map(|number| format!("{number:>5}. Item\n\n")).collect();
    assert_eq!(ids(&format!("  Inclusion Criteria:\n\n{list}")), "I8 I9 I10 I11");
    let list: String = (8..12).map(|number| format!("  {number}. Item\n")).collect();
    assert_eq!(ids(&format!("Inclusion criteria\n{list}")), "I8 I9 I10 I11");
}

#[test]
fn a_number_in_a_sentence_is_no_item() {
    let text = "Inclusion criteria\n1. A grade of at most\n   3. Grades are those of version\n   5. Others do not count.\n2. Consent\n";
    assert_eq!(outline(text), "I1 A count.\nI2 Consent");
    // A gap in the numbers is the protocol's.
    assert_eq!(ids("Inclusion criteria\n1. Adults\n3. Consent\n"), "I1 I3");
}

#[test]
fn text_that_was_copied_out_of_a_document() {
    assert_eq!(ids("Inclusion criteria\r\n1.Adults\r\n2.Consent\r\n"), "I1 I2");
    assert_eq!(
        ids("\u{FEFF}Inclusion criteria\n1.\u{A0}Adults\n\t-\tof age\n"),
        "I1 I1.1"
    );
    assert_eq!(
        ids("Inclusion criteria\n1. Heart:\n1. failure\n2. infarction\n2. Lung\n"),
        "I1 I1.1 I1.2 I2"
    );
}

#[test]
fn no_text_is_refused() {
    for text in [
        "",
        "\n\n",
        "Inclusion criteria",
        "Inclusion criteria\n-",
        "Exclusion criteria\n1.",
        "(",
        "5.1",
        "((a)",
    ] {
        assert_eq!(ids(text), "", "{text}");
    }
}
