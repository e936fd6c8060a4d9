//! Records in Parquet files: flat columns by the names of the facts, lists as columns of lists.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use super::stream::{Body, Raw, fault};
use crate::codes::record as codes;
use crate::source::Source;

/// So many rows are decoded at a time.
const ROWS: usize = 4096;
/// So many rows at most are one piece of work.
const PIECE: usize = 1 << 17;
/// How a Parquet file begins.
pub const MARK: &[u8; 4] = b"PAR1";

/// An open file.
#[derive(Clone)]
pub struct ParquetFile {
    /// The name shown to a person.
    pub name: Arc<str>,
    bytes: Bytes,
    metadata: ArrowReaderMetadata,
}

/// Where the bytes are.
#[derive(Clone)]
enum Bytes {
    /// Each reader opens the file for itself: two that share one would move each other's place in it.
    File(PathBuf),
    Memory(bytes::Bytes),
}

/// Some rows of a file.
pub struct Part {
    file: ParquetFile,
    group: usize,
    rows: Range<usize>,
    /// The number of the first row in the file.
    pub first: usize,
}

impl ParquetFile {
    /// Reads what the file says of itself.
    ///
    /// # Errors
    /// Where it is no Parquet file.
    pub fn open(path: &Path) -> Result<Self, ParquetError> {
        let metadata = ArrowReaderMetadata::load(&File::open(path)?, ArrowReaderOptions::new())?;
        Ok(Self {
            name: path.display().to_string().into(),
            bytes: Bytes::File(path.to_owned()),
            metadata,
        })
    }

    /// The same of an input that cannot be read from its end, such as a pipe: it is kept in memory.
    ///
    /// # Errors
    /// Where it cannot be read or is no Parquet file.
    pub fn read(name: &str, input: &mut dyn Read) -> Result<Self, ParquetError> {
        let mut all = Vec::new();
        input.read_to_end(&mut all)?;
        let bytes = bytes::Bytes::from(all);
        let metadata = ArrowReaderMetadata::load(&bytes, ArrowReaderOptions::new())?;
        Ok(Self {
            name: name.into(),
            bytes: Bytes::Memory(bytes),
            metadata,
        })
    }

    /// The file in parts that can be read side by side.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut first = 0;
        for (group, rows) in self.metadata.metadata().row_groups().iter().enumerate() {
            let rows = usize::try_from(rows.num_rows()).unwrap_or(0);
            let mut from = 0;
            while from < rows {
                let to = (from + PIECE).min(rows);
                parts.push(Part {
                    file: self.clone(),
                    group,
                    rows: from..to,
                    first: first + from,
                });
                from = to;
            }
            first += rows;
        }
        parts
    }
}

impl ParquetFile {
    /// Its rows as records, one after the other, with the columns of which `reads` is true.
    pub fn records<'r>(&self, reads: &'r dyn Fn(&str) -> bool) -> impl Iterator<Item = Raw> + use<'r> {
        self.parts().into_iter().flat_map(move |part| part.records(reads))
    }
}

impl Part {
    /// Its rows as records. Where the file is damaged the last one says so.
    pub fn records<'r>(self, reads: &'r dyn Fn(&str) -> bool) -> Box<dyn Iterator<Item = Raw> + 'r> {
        let mut index = self.first;
        let batches = match self.batches(reads) {
            Ok(batches) => batches,
            Err(error) => return Box::new(std::iter::once(self.damaged(&error, index))),
        };
        Box::new(batches.flat_map(move |batch| {
            let records: Vec<Raw> = match batch {
                Ok(rows) => (0..rows.num_rows())
                    .map(|row| self.record(&rows, row, index + row, reads))
                    .collect(),
                Err(error) => vec![self.damaged(&error, index)],
            };
            index += records.len();
            records
        }))
    }

    /// A row as a record; `index` is its number in the file.
    #[must_use]
    pub fn record(&self, rows: &RecordBatch, row: usize, index: usize, reads: &dyn Fn(&str) -> bool) -> Raw {
        let text = super::arrow::record(rows, row, reads);
        let source = Source::new(&*self.file.name, text).from_line(index + 1);
        Raw {
            index,
            source,
            body: Body::Json,
        }
    }

    /// What stands for the rows that cannot be read.
    #[must_use]
    pub fn damaged(&self, error: &ParquetError, index: usize) -> Raw {
        let message = format!("the rows from here on cannot be read: {error}");
        Raw {
            index,
            source: Source::new(&*self.file.name, "").from_line(index + 1),
            body: Body::Broken(fault(&codes::UNREADABLE, 0..0, message)),
        }
    }

    /// Which share of its file it is.
    #[must_use]
    pub fn share(&self) -> f64 {
        let all = self.file.metadata.metadata().file_metadata().num_rows();
        #[expect(clippy::cast_precision_loss, reason = "a share to be shown")]
        let share = self.rows.len() as f64 / all.max(1) as f64;
        share
    }

    /// The name of the file.
    #[must_use]
    pub fn name(&self) -> &Arc<str> {
        &self.file.name
    }

    /// Its rows, batch by batch, with the columns of which `reads` is true.
    ///
    /// # Errors
    /// Where the file is damaged.
    pub fn batches(
        &self,
        reads: &dyn Fn(&str) -> bool,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, ParquetError>> + use<>, ParquetError> {
        let reader = match &self.file.bytes {
            Bytes::File(path) => self.reader(File::open(path)?, reads)?,
            Bytes::Memory(bytes) => self.reader(bytes.clone(), reads)?,
        };
        Ok(reader.map(|batch| batch.map_err(ParquetError::from)))
    }

    fn reader<T: parquet::file::reader::ChunkReader + 'static>(
        &self,
        input: T,
        reads: &dyn Fn(&str) -> bool,
    ) -> Result<ParquetRecordBatchReader, ParquetError> {
        let metadata = &self.file.metadata;
        let roots = metadata.schema().fields().iter().enumerate();
        let wanted: Vec<usize> = roots
            .filter(|(_, field)| reads(field.name()))
            .map(|(at, _)| at)
            .collect();
        let mask = ProjectionMask::roots(metadata.parquet_schema(), wanted);
        ParquetRecordBatchReaderBuilder::new_with_metadata(input, metadata.clone())
            .with_projection(mask)
            .with_row_groups(vec![self.group])
            .with_offset(self.rows.start)
            .with_limit(self.rows.len())
            .with_batch_size(ROWS)
            .build()
    }
}
