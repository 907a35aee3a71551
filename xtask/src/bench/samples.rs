//! Measured times and their statistics.

use std::time::Duration;

/// Times of one kind of work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Times in any order.
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// Combines both.
    pub(crate) fn and(self, other: Self) -> Self {
        Self::new([self.0, other.0].concat())
    }

    /// The median.
    pub(crate) fn median(&self) -> Duration {
        self.quantile(50)
    }

    /// The 99th percentile.
    pub(crate) fn p99(&self) -> Duration {
        self.quantile(99)
    }

    /// The number of times.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    fn quantile(&self, percent: usize) -> Duration {
        let position = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(position).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Samples;

    #[test]
    fn quantiles_are_times_that_were_measured() {
        let samples = Samples::new((1..=200).rev().map(Duration::from_millis).collect());
        assert_eq!(samples.median(), Duration::from_millis(100));
        assert_eq!(samples.p99(), Duration::from_millis(198));
        assert_eq!(Samples::default().median(), Duration::ZERO);
    }
}
