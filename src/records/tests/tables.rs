use super::*;

const TABLE: &str = "id,sex,ecog,ALT,ALT.unit,ALT.high,ALT.date,LVEF,LVEF.method,treatments,unsuitable,stay.from,stay.to,note
p1,female,1,130,U/L,40,2026-05-09,55,echo,\"[{\"\"class\"\": \"\"targeted\"\", \"\"last_dose\"\": \"\"2026-03\"\"}]\",no,2026-03-01,,x
p2,male,,,U/L,40,,>=55 %,,[],TRUE,,,
p3,,\"{\"\"one_of\"\": [1, 2]}\",<20 U/L,,,,,,,,,2026-03-01,\"a, \"\"b\"\"
\"
";

#[test]
fn a_table() {
    let shown: Vec<String> = decoded("p.csv", TABLE)
        .iter()
        .map(|record| {
            assert_eq!(record.errors, []);
            let given: Vec<String> = (facts().iter().zip(&record.patient.facts.slots))
                .filter(|(_, slot)| **slot != Slot::Absent)
                .map(|(fact, slot)| format!("{} {}", fact.name, describe(slot)))
                .collect();
            format!("{} ({} ignored): {}", record.id, record.ignored, given.join(", "))
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"));
    assert_eq!(outcome("<stdin>", TABLE), ["p1", "p2", "p3"]);
    assert_eq!(outcome("p.csv", TABLE.replace('\n', "\r\n")), ["p1", "p2", "p3"]);
    assert_eq!(outcome("<stdin>", "\u{feff}id;ecog\na;1\n"), ["a"]);
    assert_eq!(outcome("p.tsv", "id\tecog\na\t1\n\nb\t2"), ["a", "b"]);
}

fn mistakes(text: &str) -> Vec<String> {
    let facts = facts();
    raws("p.csv", text)
        .iter()
        .map(|raw| {
            let record = decode(raw, &facts, SourceId(0));
            let found = record.errors.iter().map(|error| {
                let span = error.span().unwrap();
                let (line, column) = raw.source.position(span.start as usize);
                let place = raw
                    .source
                    .text
                    .get(span.start as usize..span.end as usize)
                    .unwrap_or("?");
                format!("{}:{line}:{column} {place:?} {}", error.code.name, error.message)
            });
            format!("{} {}", record.id, found.collect::<Vec<_>>().join(" | "))
                .trim_end()
                .to_owned()
        })
        .collect()
}

#[test]
fn mistakes_point_at_their_cell() {
    insta::assert_snapshot!(
        mistakes(
            "id,é,ecog,ALT,ALT.unit,treatments
a,é, 9 ,5,U/L,
b,x,1,5,mg,
c,x,1,5,U/L,\"[{\"\"class\"\": \"\"x\"\"}]\"
d,x,1,5,U/L,\"[{\"\"class\"\": tru}]\"
e,x,1,5
f,x,1,5,U/L,[],,
g,x,1,5,U/L,[],z
h,x,\"1\"x,5,U/L,
i,x,\"1
j,x,1,5,U/L,
k,x,1,{},U/L,
l,x,1,\"high \"\"risk\"\"\",,
m,x,1,\"\",,
\"n
o,x,\"1\",5,U/L,
p,x,\"1\",5,U/L,"
        )
        .join("\n")
    );
}

#[test]
fn headers() {
    assert_eq!(
        mistakes("id,ALT,ALT\na,1,2\n"),
        ["record 1 bad-header:1:8 \"ALT\" two columns are named `ALT`"]
    );
    assert_eq!(mistakes("id,ALT,,ALT.unit,\na,1,x,U/L,\n"), ["a"]);
    assert_eq!(mistakes("\n\n"), [""; 0]);
    assert_eq!(
        mistakes(",,\na,b,c"),
        ["record 1 bad-header:1:1 \",,\" the table's first line names no column"]
    );
    assert_eq!(
        mistakes("id,\"ALT\na,1\n"),
        ["record 1 cut-off:1:4 \"\\\"\" the quote that opens this cell is not closed"]
    );
}

#[test]
fn many_stray_quotes() {
    let text = format!("id,ecog\n{}", "\"a,1\n".repeat(20_001));
    let records = raws("p.csv", text);
    assert_eq!(records.len(), 20_001);
}
