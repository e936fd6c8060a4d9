use super::*;
#[test]
#[ignore]
fn speed() {
    let dir = "/work/shared/vignettes/NCT07181720/base.json";
    let text = std::fs::read_to_string(dir).unwrap();
    let v: serde_json::Value = serde_json::from_str(&text).unwrap();
    let line = serde_json::to_string(&v["patient"]).unwrap();
    let all = format!("{line}\n").repeat(20_000);
    let facts = facts();
    let decoder = Decoder::new(&facts);
    let t = std::time::Instant::now();
    let n = stream("p.ndjson", all.clone()).count();
    let a = t.elapsed();
    let t = std::time::Instant::now();
    let raws = raws("p.ndjson", all);
    let t2 = std::time::Instant::now();
    let e: usize = raws
        .iter()
        .map(|raw| decoder.decode(raw, SourceId(0)).ignored)
        .sum();
    println!(
        "{n} {} bytes frames {a:?} {:?} decode {:?} {e}",
        line.len(),
        t2 - t,
        t2.elapsed()
    );
    let t2 = std::time::Instant::now();
    let e: usize = raws
        .iter()
        .map(|raw| {
            json::parse(&raw.source.text)
                .unwrap()
                .members()
                .unwrap()
                .len()
        })
        .sum();
    println!("parse {:?} {e}", t2.elapsed());
}
