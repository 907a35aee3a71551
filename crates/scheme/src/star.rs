//! Which ★ a buyer should ask of a partner (どちらの★か).

/// The three questions that decide which ★ a buyer asks of a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Exposure {
    /// Whether the partner handles the buyer's important confidential information.
    pub confidential: bool,
    /// Whether the buyer would be delayed unacceptably if the partner stopped working.
    pub stop: bool,
    /// Whether the partner's environment can reach the buyer's internal systems.
    pub reach: bool,
}

impl Exposure {
    /// The ★: 4 if any answer is yes, otherwise 3. People must judge whether anything else raises a 3.
    pub fn star(self) -> u8 {
        if self.confidential || self.stop || self.reach { 4 } else { 3 }
    }
}

#[cfg(test)]
mod tests {
    use super::Exposure;

    #[test]
    fn any_yes_asks_for_four() {
        assert_eq!(Exposure::default().star(), 3);
        assert_eq!(Exposure { confidential: true, ..Exposure::default() }.star(), 4);
        assert_eq!(Exposure { stop: true, ..Exposure::default() }.star(), 4);
        assert_eq!(Exposure { reach: true, ..Exposure::default() }.star(), 4);
    }
}
