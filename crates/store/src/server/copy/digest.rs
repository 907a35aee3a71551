//! A digest of a table that is independent of the order of its rows, because each engine sorts texts differently.

use sha2::{Digest, Sha256};

use super::Table;
use crate::Value;
use crate::hex::hex;

/// The rows of a table that were read so far.
pub(crate) struct Seen {
    rows: u64,
    sum: [u8; 32],
}

impl Seen {
    pub(crate) fn nothing() -> Self {
        Self { rows: 0, sum: [0; 32] }
    }

    /// Adds a row. Each cell is preceded by its kind and its length, so that cells cannot be confused with each
    /// other.
    pub(crate) fn row<'a>(&mut self, cells: impl Iterator<Item = Value<'a>>) {
        let mut hasher = Sha256::new();
        for cell in cells {
            let mut field = |kind: u8, bytes: &[u8]| {
                hasher.update([kind]);
                hasher.update((bytes.len() as u64).to_be_bytes());
                hasher.update(bytes);
            };
            match cell {
                Value::Null => field(0, &[]),
                Value::Int(number) => field(1, &number.to_be_bytes()),
                Value::Text(text) => field(2, text.as_bytes()),
                Value::Bytes(bytes) => field(3, bytes),
            }
        }
        self.add(&hasher.finalize().into());
    }

    /// Adds modulo 2^256. (With XOR, two equal rows would cancel out.)
    fn add(&mut self, row: &[u8; 32]) {
        self.rows += 1;
        let mut carry = 0;
        for (sum, byte) in self.sum.iter_mut().zip(row).rev() {
            let [high, low] = (u16::from(*sum) + u16::from(*byte) + carry).to_be_bytes();
            (*sum, carry) = (low, high.into());
        }
    }

    /// The digest of all rows.
    pub(crate) fn seal(self) -> [u8; 32] {
        Sha256::new().chain_update(self.rows.to_be_bytes()).chain_update(self.sum).finalize().into()
    }

    pub(super) fn table(self, name: &str) -> Table {
        Table { name: name.to_owned(), rows: self.rows, digest: hex(&self.sum) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(rows: &[&[Value<'_>]]) -> Table {
        let mut seen = Seen::nothing();
        for row in rows {
            seen.row(row.iter().copied());
        }
        seen.table("t")
    }

    #[test]
    fn the_order_of_rows_does_not_matter_and_everything_else_does() {
        let (one, two) = (&[Value::Text("a"), Value::Int(1)][..], &[Value::Text("b"), Value::Null][..]);
        assert_eq!(digest(&[one, two]), digest(&[two, one]));
        for other in [
            digest(&[one]),
            digest(&[one, one]),
            digest(&[one, two, two]),
            digest(&[one, &[Value::Text("b"), Value::Int(0)]]),
            digest(&[one, &[Value::Bytes(b"b"), Value::Null]]),
            digest(&[&[Value::Text("a1")], two]),
        ] {
            assert_ne!(digest(&[one, two]).digest, other.digest);
        }
    }

    #[test]
    fn the_sum_carries() {
        let mut seen = Seen::nothing();
        let mut one = [0; 32];
        one[31] = 1;
        seen.add(&[255; 32]);
        seen.add(&one);
        assert_eq!(seen.sum, [0; 32]);
        seen.add(&one);
        assert_eq!(seen.sum, one);
    }
}
