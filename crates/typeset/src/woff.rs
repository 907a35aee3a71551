//! Reads WOFF, the format of the second font: an OpenType font whose tables are compressed one by one.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// One table: its tag, its position, its compressed and uncompressed length, its checksum.
struct Table<'a> {
    tag: &'a [u8],
    checksum: &'a [u8],
    content: Vec<u8>,
}

/// The font inside; `None` if the bytes are not a WOFF file.
pub(crate) fn unwrap(woff: &[u8]) -> Option<Vec<u8>> {
    if woff.get(..4)? != b"wOFF" {
        return None;
    }
    let count = usize::from(u16::from_be_bytes(woff.get(12..14)?.try_into().ok()?));
    let directory = woff.get(44..44 + count * 20)?;
    let tables = directory.chunks_exact(20).map(|entry| table(woff, entry)).collect::<Option<Vec<_>>>()?;
    sfnt(woff.get(4..8)?, &tables)
}

fn table<'a>(woff: &'a [u8], entry: &'a [u8]) -> Option<Table<'a>> {
    let number = |at: usize| Some(u32::from_be_bytes(entry.get(at..at + 4)?.try_into().ok()?) as usize);
    let (offset, packed, length) = (number(4)?, number(8)?, number(12)?);
    let stored = woff.get(offset..offset.checked_add(packed)?)?;
    let mut content = Vec::with_capacity(length);
    if packed == length {
        content.extend_from_slice(stored);
    } else {
        ZlibDecoder::new(stored).take(u64::try_from(length).ok()?).read_to_end(&mut content).ok()?;
    }
    (content.len() == length).then_some(Table { tag: &entry[..4], checksum: &entry[16..], content })
}

/// Joins tables; each begins at a multiple of four bytes.
fn sfnt(flavour: &[u8], tables: &[Table<'_>]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    let selector = u16::try_from(count.checked_ilog2()?).ok()?;
    let range = 16_u16.checked_shl(selector.into())?;
    let mut font = flavour.to_vec();
    font.extend([count, range, selector, count * 16 - range].iter().flat_map(|number| number.to_be_bytes()));
    let mut offset = 12 + 16 * tables.len();
    for table in tables {
        font.extend_from_slice(table.tag);
        font.extend_from_slice(table.checksum);
        font.extend(u32::try_from(offset).ok()?.to_be_bytes());
        font.extend(u32::try_from(table.content.len()).ok()?.to_be_bytes());
        offset += table.content.len().next_multiple_of(4);
    }
    for table in tables {
        font.extend_from_slice(&table.content);
        font.resize(font.len().next_multiple_of(4), 0);
    }
    Some(font)
}

#[cfg(test)]
mod tests {
    use super::unwrap;

    #[test]
    fn what_is_no_font_is_none() {
        for bytes in [&b""[..], b"wOFF", b"OTTO", &[b"wOFF".as_slice(), &[0xff; 60]].concat()] {
            assert!(unwrap(bytes).is_none());
        }
    }
}
