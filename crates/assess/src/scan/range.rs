//! A range of addresses in the list of targets, as networks are written: `192.0.2.0/24`, `2001:db8::/32`.

use std::net::IpAddr;
use std::str::FromStr;

use tasuki_catalog::fold;

/// A range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    network: IpAddr,
    bits: u8,
}

/// What is no range of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a range of addresses: write it like 192.0.2.0/24")]
pub struct NoRange;

/// An address as people type it: full-width letters count, too.
pub(super) fn address(text: &str) -> Option<IpAddr> {
    fold(text).trim().parse().ok()
}

impl Range {
    /// Whether a text looks like a range of addresses and is none: as a name it would never find anything.
    pub fn is_miswritten(text: &str) -> bool {
        let is_meant = fold(text).split_once('/').is_some_and(|(own, _)| address(own).is_some());
        is_meant && text.parse::<Self>().is_err()
    }

    /// How many bits at the beginning all its addresses share: the more, the narrower.
    pub fn bits(self) -> u8 {
        self.bits
    }

    /// What all its addresses begin with ([`prefix`]).
    pub(super) fn prefix(self) -> Option<(bool, u8, u128)> {
        prefix(self.network, self.bits)
    }

    /// Whether an address is in it.
    pub fn holds(self, address: IpAddr) -> bool {
        match (self.network, address) {
            (IpAddr::V4(own), IpAddr::V4(address)) => {
                shares(own.to_bits().into(), address.to_bits().into(), self.bits, 32)
            }
            (IpAddr::V6(own), IpAddr::V6(address)) => shares(own.to_bits(), address.to_bits(), self.bits, 128),
            _ => false,
        }
    }
}

/// What all addresses of a range begin with, or `None` if they are not so long: the family, how many bits, and these.
pub(super) fn prefix(address: IpAddr, bits: u8) -> Option<(bool, u8, u128)> {
    let (own, length) = match address {
        IpAddr::V4(own) => (u128::from(own.to_bits()), 32_u8),
        IpAddr::V6(own) => (own.to_bits(), 128),
    };
    let shared = if bits == 0 { 0 } else { own >> length.checked_sub(bits)? };
    Some((address.is_ipv4(), bits, shared))
}

/// Whether two addresses of `length` bits share their first `bits`.
fn shares(one: u128, other: u128, bits: u8, length: u8) -> bool {
    bits == 0 || (one ^ other) >> (length - bits) == 0
}

impl FromStr for Range {
    type Err = NoRange;

    fn from_str(text: &str) -> Result<Self, NoRange> {
        let text = fold(text);
        let (network, bits) = text.split_once('/').ok_or(NoRange)?;
        let network: IpAddr = network.parse().map_err(|_| NoRange)?;
        let longest = if network.is_ipv4() { 32 } else { 128 };
        let bits: u8 = bits.parse().map_err(|_| NoRange)?;
        if bits > longest { Err(NoRange) } else { Ok(Self { network, bits }) }
    }
}
