use std::io::{self, Read};

use super::*;

#[test]
fn every_layout_of_json() {
    let pretty = "{\n  \"id\": \"a\",\n  \"treatments\": [\n    {\"class\": \"chemotherapy\"},\n    {}\n  ]\n}";
    for name in ["p.json", "p.ndjson", "<stdin>"] {
        assert_eq!(outcome(name, pretty), ["a"], "{name}");
        assert_eq!(
            outcome(name, format!("{pretty}\n{pretty}{pretty}")),
            ["a", "a", "a"],
            "{name}"
        );
        assert_eq!(outcome(name, format!("[{pretty},\n{pretty}]")), ["a", "a"], "{name}");
        assert_eq!(
            outcome(name, format!("\u{feff}\r\n\r\n[{pretty},\r\n{pretty}]\n")),
            ["a", "a"],
            "{name}"
        );
        assert_eq!(
            outcome(name, "{\"id\":\"a\"}\n\n \r\n{\"id\":\"b\"}\r\n{\"id\":\"c\"}"),
            ["a", "b", "c"],
            "{name}"
        );
        assert_eq!(
            outcome(name, "{\"id\":\"a\"} {\"id\":\"b\"}{\"id\":\"c\"}"),
            ["a", "b", "c"],
            "{name}"
        );
        assert_eq!(outcome(name, "[{\"id\":\"a\"},{\"id\":\"b\"}]"), ["a", "b"], "{name}");
        assert_eq!(outcome(name, "[]"), [""; 0], "{name}");
        assert_eq!(outcome(name, " \n"), [""; 0], "{name}");
        assert_eq!(outcome(name, ""), [""; 0], "{name}");
        assert_eq!(
            outcome(name, format!("{{\"id\":\"b\"}}\n{pretty}\n{{\"id\":\"c\"}}\n{pretty}")),
            ["b", "a", "c", "a"],
            "{name}"
        );
        // Without indentation
        assert_eq!(
            outcome(
                name,
                "[\n{\n\"id\": \"a\",\n\"treatments\": [\n{\n},\n{\n}\n]\n},\n{\n\"id\": \"b\"\n}\n]"
            ),
            ["a", "b"],
            "{name}"
        );
    }
}

#[test]
fn places_in_the_file() {
    let place = |text: &str| {
        let facts = facts();
        raws("p.json", text)
            .iter()
            .flat_map(|raw| {
                let record = decode(raw, &facts, SourceId(0));
                let spans: Vec<_> = record.errors.iter().filter_map(|error| error.span()).collect();
                spans
                    .into_iter()
                    .map(|span| raw.source.position(span.start as usize))
                    .collect::<Vec<_>>()
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        place("{\"id\":1}\n\n{\"ecog\": 9}\n{\"ecog\":\n 8}"),
        [(3, 10), (4, 8), (5, 3)]
    );
    assert_eq!(
        place("[\n  {\"ecog\": 9},\n  {\"é\": 1,\n   \"ecog\": 9}]"),
        [(2, 12), (4, 12)]
    );
    assert_eq!(
        place("[{\"ecog\": 9}, {\"é\": \"é\", \"ecog\": 9}]"),
        [(1, 11), (1, 34)]
    );
}

#[test]
fn what_is_broken_ends_with_itself() {
    for name in ["p.json", "p.ndjson", "<stdin>"] {
        // cut off in the middle of a line
        for broken in [
            "{\"id\":\"x\",\"ALT\":{\"value\":13",
            "{\"id\":\"x\",\"ALT\":{",
            "{\"id\":\"x\",\"ALT\":{\"value\":13,",
            "{\"id\":\"x\",\"ALT\":\"13 U",
            "{\"id\":\"x\",\"ALT",
        ] {
            let lines = format!("{{\"id\":\"a\"}}\n{broken}\n{{\"id\":\"b\"}}\n{{\"id\":\"c\"}}");
            assert_eq!(outcome(name, lines), ["a", "x cut-off", "b", "c"], "{name} {broken}");
            let first = format!("{broken}\n{{\"id\":\"b\"}}\n{{\"id\":\"c\"}}");
            assert_eq!(outcome(name, first), ["x cut-off", "b", "c"], "{name} {broken}");
            let last = format!("{{\"id\":\"a\"}}\n{broken}");
            assert_eq!(outcome(name, last), ["a", "x cut-off"], "{name} {broken}");
            let list = format!("[\n{{\"id\":\"a\"}},\n{broken}\n{{\"id\":\"b\"}},\n{{\"id\":\"c\"}}\n]");
            assert_eq!(outcome(name, list), ["a", "x cut-off", "b", "c"], "{name} {broken}");
            let open = format!("[\n{{\"id\":\"a\"}},\n{broken}");
            assert_eq!(outcome(name, open), ["a", "x cut-off"], "{name} {broken}");
        }
        for (broken, code) in [
            ("{\"id\":\"x\",}", "not-json"),
            ("{\"id\":\"x\",\"a\":[1,2}", "not-json"),
            ("{\"id\":\"x\" \"a\":1}", "not-json"),
            ("{\"id\":\"x\",\"a\":True}", "not-json"),
            ("{\"id\":\"x\",\"a\":01}", "not-json"),
            ("{\"id\":\"x\",\"a\":.5}", "not-json"),
            ("{\"id\":\"x\",\"a\":\"\\q\"}", "not-json"),
            ("{\"id\":\"x\",\"a\":\"\\ud800\"}", "not-json"),
            ("{\"id\":\"x\",\"a\":\"\t\"}", "not-json"),
            ("{\"id\":\"x\",'a':1}", "not-json"),
        ] {
            let text = format!("{{\"id\":\"a\"}}\n{broken}\n{{\"id\":\"b\"}}");
            assert_eq!(
                outcome(name, text),
                ["a".to_owned(), format!("x {code}"), "b".to_owned()],
                "{name} {broken}"
            );
        }
        assert_eq!(
            outcome(name, "{\"id\":\"a\"}\n5\n\"x\"\n[1]\nxyz\n}\n{\"id\":\"b\"}"),
            [
                "a",
                "record 2 not-an-object",
                "record 3 not-an-object",
                "record 4 not-an-object",
                "record 5 not-json",
                "record 6 not-json",
                "b",
            ],
            "{name}"
        );
        assert_eq!(
            outcome(name, "[5, \"x,\", null, xyz, [{}], {\"id\":\"b\"}]"),
            [
                "record 1 not-an-object",
                "record 2 not-an-object",
                "record 3 not-an-object",
                "record 4 not-json",
                "record 5 not-an-object",
                "b",
            ],
            "{name}"
        );
        assert_eq!(outcome(name, "[{\"id\":\"a\"},\n"), ["a", "record 2 cut-off"], "{name}");
    }
}

#[test]
fn a_pretty_record_that_lacks_a_comma_inside() {
    let text = "[\n  {\n    \"id\": \"a\",\n    \"treatments\": [\n      {}\n      {}\n    ]\n  },\n  {\n    \"id\": \"b\"\n  }\n]";
    assert_eq!(outcome("p.json", text), ["a not-json", "b"]);
    let text = "[\n  {\n    \"id\": \"a\n  },\n  {\n    \"id\": \"b\"\n  }\n]";
    assert_eq!(outcome("p.json", text), ["record 1 cut-off", "b"]);
}

#[test]
fn bytes_that_are_no_text() {
    let mut text = b"{\"id\":\"a\",\"sex\":\"f".to_vec();
    text.extend([0xe9, b'"', b'}', b'\n']);
    text.extend(b"{\"id\":\"b\"}");
    let records = decoded("p.ndjson", text.clone());
    assert_eq!(records[0].errors[0].message, "the byte 0xE9 is no UTF-8 text");
    assert_eq!(records[0].errors[0].span().map(|span| span.start), Some(18));
    assert_eq!(outcome("p.ndjson", text), ["a not-utf8", "b"]);
    assert_eq!(outcome("p.json", [0xff, 0xfe, b'{', 0]), ["record 1 not-utf8"]);
}

#[test]
fn depth() {
    let nested = |depth: usize| {
        format!(
            "{{\"id\":\"x\",\"a\":{}{}}}\n{{\"id\":\"b\"}}",
            "[".repeat(depth),
            "]".repeat(depth)
        )
    };
    assert_eq!(outcome("p.ndjson", nested(127)), ["x", "b"]);
    assert_eq!(outcome("p.ndjson", nested(128)), ["x too-deep", "b"]);
    for name in ["p.ndjson", "p.json", "<stdin>"] {
        assert_eq!(outcome(name, nested(1_000_000)), ["x too-deep", "b"]);
        let open = format!("{{\"id\":\"x\",\"a\":{}", "{\"a\":".repeat(1_000_000));
        assert_eq!(outcome(name, open), ["x too-deep"]);
    }
    let wrong = format!("{}{}\n{{\"id\":\"b\"}}", "{".repeat(1_000_000), "]".repeat(1_000_000));
    assert_eq!(outcome("p.ndjson", wrong), ["record 1 not-json", "b"]);
}

/// Gives a beginning, then the same bytes again and again, and counts what was taken.
struct Endless {
    start: Vec<u8>,
    again: Vec<u8>,
    at: usize,
    limit: usize,
    taken: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = 0;
        for byte in buffer.iter_mut() {
            if self.at == self.limit {
                break;
            }
            *byte = match self.start.get(self.at) {
                Some(byte) => *byte,
                None => self.again[(self.at - self.start.len()) % self.again.len()],
            };
            self.at += 1;
            count += 1;
        }
        self.taken.fetch_add(count, std::sync::atomic::Ordering::Relaxed);
        Ok(count)
    }
}

fn endless(start: &str, again: &str, limit: usize) -> (Endless, std::sync::Arc<std::sync::atomic::AtomicUsize>) {
    let taken = std::sync::Arc::<std::sync::atomic::AtomicUsize>::default();
    let (start, again) = (start.into(), again.into());
    (
        Endless {
            start,
            again,
            at: 0,
            limit,
            taken: std::sync::Arc::clone(&taken),
        },
        taken,
    )
}

#[test]
fn takes_no_more_than_it_needs() {
    for (start, again) in [
        ("", "{\"id\": \"a\", \"ALT\": 5}\n"),
        ("[", "{\"id\": \"a\", \"ALT\": 5},\n"),
        ("id,ALT\n", "a,5\n"),
    ] {
        let (reader, taken) = endless(start, again, usize::MAX);
        let mut records = open("<stdin>", Box::new(reader), None);
        let facts = facts();
        let decoder = Decoder::new(&facts);
        for index in 0..50_000 {
            let raw = records.next().unwrap();
            assert_eq!(raw.index, index);
            if index % 1000 == 0 {
                let record = decoder.decode(&raw, SourceId(0));
                assert_eq!((record.id.as_str(), record.errors.len()), ("a", 0));
                let needed = start.len() + (index + 1) * again.len();
                let taken = taken.load(std::sync::atomic::Ordering::Relaxed);
                assert!(taken <= needed + (1 << 18), "{taken} of {needed}");
            }
        }
    }
}

#[test]
fn a_line_without_end() {
    let limit = 70 << 20;
    for (name, start, codes) in [
        (
            "p.ndjson",
            "{\"id\":\"b\"}\n{\"id\":\"x\",\"a\":\"",
            ["b", "x too-long"].as_slice(),
        ),
        ("p.json", "{\"id\":\"x\",\"a\":\"", &["x too-long"]),
        ("p.json", "[{\"id\":\"x\",\"a\":\"", &["x too-long"]),
        ("p.csv", "id,a\nx,", &["record 1 too-long"]),
    ] {
        let (reader, _) = endless(start, "aaaaaaaaaaaaaaa ", limit);
        let rest = Cursor::new("\"}\n".as_bytes());
        let facts = facts();
        let records = open(name, Box::new(reader.chain(rest)), None);
        let outcome: Vec<String> = records
            .map(|raw| {
                assert!(raw.source.text.len() < 1000);
                let record = decode(&raw, &facts, SourceId(0));
                let codes: Vec<&str> = record.errors.iter().map(|error| error.code.name).collect();
                format!("{} {}", record.id, codes.join(" ")).trim_end().to_owned()
            })
            .collect();
        assert_eq!(outcome, codes, "{start}");
    }
    let (reader, _) = endless("{\"id\":\"x\",\"a\":\"", "aaaaaaaaaaaaaaa ", limit);
    let next = Cursor::new("\"}\n{\"id\":\"b\"}\n".as_bytes());
    let records: Vec<Raw> = open("p.ndjson", Box::new(reader.chain(next)), None).collect();
    assert_eq!(records.len(), 2);
    assert!(records[0].is_broken() && !records[1].is_broken());
    assert_eq!(records[1].source.first_line, 2);
}

#[test]
fn a_reader_that_fails() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("the network went away"))
        }
    }
    let first = Cursor::new("{\"id\":\"a\"}\n".as_bytes());
    let records: Vec<Raw> = open("p.ndjson", Box::new(first.chain(Failing)), None).collect();
    assert_eq!(records.len(), 2);
    let error = &decode(&records[1], &facts(), SourceId(0)).errors[0];
    assert_eq!(
        error.message,
        "the input could not be read to its end: the network went away"
    );
}
