//! Odd tables: the short way over columns and the general one say the same of them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array, Int8Array,
    Int32Array, LargeStringArray, NullArray, RecordBatch, StringArray, TimestampMillisecondArray, UInt64Array,
};
use arrow_schema::{Field, Schema};
use parquet::arrow::ArrowWriter;

const TRIAL: &str = r#"
trial T "Columns" {
  dates screening "Day?"
  assessed at screening
}
facts {
  x : number "X?"
  y : number 0..100 "Y?"
  u : number "U?"
  p : yes/no "P?"
  s : one of {red, green} "S?"
  d : date "D?"
}
inclusion {
  I1 "x" { x > 5 }
  I2 "y" { y <= 50 }
  I3 "x and u" { x <= 3 * u }
}
exclusion {
  E1 "p" { p }
  E2 "s" { s is red }
  E3 "d" { d within 28 days before screening }
}
"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("elig-tables-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        std::fs::write(path.join("t.elig"), TRIAL).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.0.join(name), bytes).unwrap();
        self.0.join(name)
    }

    fn told(&self, tables: &[PathBuf], more: &[&str]) -> (String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_elig"))
            .arg("evaluate")
            .arg(self.0.join("t.elig"))
            .args(["--format", "csv", "--reasons", "--threads", "1", "--patients"])
            .args(tables)
            .args(more)
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        let lines = errors.lines().filter(|line| !line.ends_with("no rule reads, ignored"));
        (
            String::from_utf8(output.stdout).unwrap(),
            lines.collect::<Vec<_>>().join("\n"),
        )
    }

    /// Both ways; what they tell.
    fn alike(&self, tables: &[PathBuf], more: &[&str]) -> (String, String) {
        let short = self.told(tables, more);
        let general = self.told(tables, &[more, &["--verbose"]].concat());
        assert_eq!(short, general, "{tables:?} {more:?}");
        short
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn odd_rows() {
    let folder = Folder::new("rows");
    let zeros = format!("id,x\na,7.{}\nb,7.{}\n", "0".repeat(100), "0".repeat(4001));
    let tables = [
        "\u{feff}id,x,p\r\na,7,true\r\nb,4,no\r\n",
        "id\tx\ts\na\t7\tred\n\t\t\nb\t1\tblue\n",
        "id,x,y\n\"a, b\",\"7\",\"30\"\n\"c\"\"d\",1,101\n",
        "id,x,note\na,7,\"over\ntwo lines\"\nb,1,\n",
        "id,x,visits.date\na,1,\nb,7,2026-01-01\n",
        "id,x,x.unit\na,7,\nb,7,mg\n",
        "id,x\na\u{b},7\n\u{b},7\nb,\u{b}7\nc\u{a0},7\n",
        "id,x,note\na,7,\u{b}{bad\nb,7,{bad\n",
        "id,x\na,-0\nb,1.10\nc,+7\nd,007\ne,7.\nf,.7\ng,1e1\nh,99999999999\ni,0.00001\n",
        "id,x,p\na,7\nb,7,yes,more\nc,7,yes,\n",
        "id,d,screening\na,2026-05-04,2026-06-01\nb,2026-02-30,2026-06-01\nc,0999-01-01,2026-06-01\nd,2026-05,2026-06-01\n",
        &zeros,
    ];
    for (number, text) in tables.iter().enumerate() {
        let table = folder.put(&format!("{number}.csv"), text);
        let (rows, _) = folder.alike(&[table], &[]);
        assert!(rows.lines().count() > 2, "{text:?} gives {rows}");
    }
    // A reader of one header is not that of another.
    let comma = folder.put("comma.csv", "id,x,note\nz,1,q\nb,2,q\n");
    let semicolon = folder.put("semicolon.csv", "id;x;note\nz;1;q\nu,9,a;3;b\n");
    let (rows, _) = folder.alike(&[comma, semicolon], &[]);
    assert!(rows.contains("\n\"u,9,a\",T,"), "{rows}");
    // Ids of other names.
    let table = folder.put("ids.csv", "x,a.b,y\n1,z,3\n7,k,3\n");
    folder.alike(std::slice::from_ref(&table), &["--id", "a.b"]);
    let (rows, _) = folder.alike(&[table], &["--id", "x"]);
    assert!(rows.contains("\n7,T,undetermined,unknown,"), "{rows}");
}

/// A file with these columns, two of one name perhaps.
fn parquet(path: &Path, columns: Vec<(&str, ArrayRef)>) -> PathBuf {
    let fields: Vec<Field> = columns
        .iter()
        .map(|(name, array)| Field::new(*name, array.data_type().clone(), true))
        .collect();
    let arrays = columns.into_iter().map(|(_, array)| array).collect();
    let rows = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).unwrap();
    let file = std::fs::File::create(path).unwrap();
    let mut writer = ArrowWriter::try_new(file, rows.schema(), None).unwrap();
    writer.write(&rows).unwrap();
    writer.close().unwrap();
    path.to_owned()
}

fn ids(count: usize) -> ArrayRef {
    Arc::new((0..count).map(|id| Some(format!("p{id}"))).collect::<StringArray>())
}

#[test]
fn columns_of_every_type() {
    let folder = Folder::new("types");
    let words: DictionaryArray<Int8Type> = [Some("red"), None, Some("green")].into_iter().collect();
    let decimals = Decimal128Array::from(vec![Some(70), Some(5_000_001), None]);
    let moments = TimestampMillisecondArray::from(vec![Some(1_780_272_000_000), Some(1_780_300_000_000), None]);
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("x", Arc::new(NullArray::new(3))),
        ("p", Arc::new(NullArray::new(3))),
        ("s", Arc::new(NullArray::new(3))),
        ("d", Arc::new(NullArray::new(3))),
        ("x.unit", Arc::new(NullArray::new(3))),
        ("x", Arc::new(Int8Array::from(vec![Some(7), None, Some(-1)]))),
        (
            "x",
            Arc::new(Int32Array::from(vec![Some(2_000_000_000), Some(i32::MIN), None])),
        ),
        ("u", Arc::new(UInt64Array::from(vec![Some(u64::MAX), Some(3), None]))),
        (
            "x",
            Arc::new(Float32Array::from(vec![Some(1.8), Some(f32::NAN), Some(1e20)])),
        ),
        (
            "x",
            Arc::new(Float64Array::from(vec![Some(1.8), Some(f64::INFINITY), Some(5.000_01)])),
        ),
        ("y", Arc::new(decimals.with_precision_and_scale(10, 2).unwrap())),
        (
            "d",
            Arc::new(Date32Array::from(vec![Some(20_600), Some(-500_000), None])),
        ),
        ("d", Arc::new(moments)),
        ("s", Arc::new(words)),
        (
            "s",
            Arc::new(LargeStringArray::from(vec![Some("red"), Some("blue"), None])),
        ),
        ("p", Arc::new(BooleanArray::from(vec![Some(true), Some(false), None]))),
        (
            "p",
            Arc::new(StringArray::from(vec![Some("yes"), Some("perhaps"), None])),
        ),
        ("x", Arc::new(BooleanArray::from(vec![Some(true), None, None]))),
    ];
    for (number, (name, array)) in columns.into_iter().enumerate() {
        let path = folder.0.join(format!("{number}.parquet"));
        let table = parquet(&path, vec![("id", ids(3)), (name, array)]);
        let (rows, _) = folder.alike(&[table], &[]);
        assert_eq!(rows.lines().count(), 4, "column {number}");
    }
}

#[test]
fn nothing_is_left_of_another_patient() {
    let folder = Folder::new("left");
    let seven: ArrayRef = Arc::new(Int32Array::from(vec![7]));
    let one = parquet(&folder.0.join("1.parquet"), vec![("id", ids(1)), ("x", seven)]);
    let nothing: ArrayRef = Arc::new(NullArray::new(1));
    let other = parquet(&folder.0.join("2.parquet"), vec![("id", ids(1)), ("x", nothing)]);
    let (rows, _) = folder.alike(&[one, other], &[]);
    let verdicts: Vec<&str> = rows.lines().skip(1).map(|row| row.split(',').nth(3).unwrap()).collect();
    assert_eq!(verdicts, ["pass", "unknown"]);
}

#[test]
fn names_that_a_file_has_twice_and_ids_that_are_facts() {
    let folder = Folder::new("names");
    let numbers = |values: [i32; 2]| -> ArrayRef { Arc::new(Int32Array::from(values.to_vec())) };
    let twice = vec![("id", ids(2)), ("x", numbers([1, 9])), ("x", numbers([9, 1]))];
    let twice = parquet(&folder.0.join("twice.parquet"), twice);
    let (rows, errors) = folder.alike(&[twice], &[]);
    assert_eq!(rows.matches(",error,").count(), 2, "{rows}");
    assert!(errors.contains("`x` is given twice"), "{errors}");
    let table = parquet(
        &folder.0.join("ids.parquet"),
        vec![("x", numbers([1, 7])), ("y", numbers([3, 50]))],
    );
    let (rows, _) = folder.alike(&[table], &["--id", "x"]);
    assert!(rows.contains("\n7,T,undetermined,unknown,pass,"), "{rows}");
}
