//! Pagination of long lists.

use serde::{Deserialize, Serialize};
use tasuki_app::Error;
use utoipa::{IntoParams, ToSchema};

/// The default and the maximum number of items on a page.
const USUAL: u8 = 50;
const MOST: u8 = 200;

/// The requested page of a list. Extract it as `Query<Paging>`, beside the query of filters if there are any.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Paging {
    /// How many items at most.
    #[param(value_type = Option<u8>, minimum = 1, maximum = 200, default = 50)]
    limit: Option<Limit<MOST>>,
    /// The `next` of the previous page; without it, the first page.
    #[param(max_length = 200)]
    after: Option<String>,
}

/// The maximum number of items: from 1 to a limit.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "u64")]
pub(crate) struct Limit<const MOST: u8>(pub(crate) u8);

impl<const MOST: u8> TryFrom<u64> for Limit<MOST> {
    type Error = String;

    fn try_from(limit: u64) -> Result<Self, String> {
        let limit = u8::try_from(limit).ok().filter(|limit| (1..=MOST).contains(limit));
        limit.map(Self).ok_or_else(|| format!("out of range, expected 1 to {MOST}"))
    }
}

/// The number of the page of a list on a screen, from 1.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Numbered(i64);

/// What stands below a page of a list on a screen: links to its neighbours (empty: there is none), and where one is.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pager {
    /// The next page.
    pub(crate) older: String,
    /// The page before.
    pub(crate) newer: String,
    /// `51–100 / 230`.
    pub(crate) place: String,
}

impl Numbered {
    /// The number of items on a page.
    pub(crate) const SIZE: i64 = 50;

    /// The page that is asked for; without one, the first.
    pub(crate) fn wanted(number: Option<i64>) -> Self {
        Self(number.unwrap_or(1).clamp(1, 100_000))
    }

    /// The page on which an item stands, by its position in the list.
    pub(crate) fn holding(position: usize) -> Self {
        Self(i64::try_from(position).unwrap_or(i64::MAX) / Self::SIZE + 1)
    }

    /// The same page of a list of so many items, or its last if it has not so many pages.
    pub(crate) fn within(self, total: usize) -> Self {
        let total = i64::try_from(total).unwrap_or(i64::MAX);
        Self(self.0.min((total - 1).max(0) / Self::SIZE + 1))
    }

    /// How many items stand on the pages before it.
    pub(crate) fn first(self) -> i64 {
        (self.0 - 1) * Self::SIZE
    }

    /// The items of the page, of a complete list.
    pub(crate) fn of<T>(self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        let size = |count: i64| usize::try_from(count).unwrap_or(0);
        all.skip(size(self.first())).take(size(Self::SIZE))
    }

    /// What stands below it, if so many of so many items are shown; `address` makes the address of a page.
    pub(crate) fn pager(self, shown: usize, total: usize, address: impl Fn(i64) -> String) -> Pager {
        let size = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let last = self.first() + size(shown);
        Pager {
            older: if last < size(total) { address(self.0 + 1) } else { String::new() },
            newer: if self.0 > 1 { address(self.0 - 1) } else { String::new() },
            place: format!("{}–{last} / {total}", self.first() + 1),
        }
    }
}

impl Pager {
    /// Whether there is more than this page.
    pub(crate) fn leads_on(&self) -> bool {
        !self.older.is_empty() || !self.newer.is_empty()
    }
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageBody<T> {
    /// What is on it.
    pub(crate) items: Vec<T>,
    /// The value of `after` for the next page; `None` on the last page.
    pub(crate) next: Option<String>,
}

impl Paging {
    /// How many items at most.
    pub(crate) fn limit(&self) -> usize {
        self.limit.map_or(USUAL, |limit| limit.0).into()
    }

    /// Where the page before ended.
    pub(crate) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// The page of a complete list, in which each item has a unique key.
    pub(crate) fn cut<T, B: From<T>>(&self, all: Vec<T>, key: impl Fn(&T) -> String) -> Result<PageBody<B>, Error> {
        let start = match self.after() {
            None => 0,
            Some(after) => 1 + all.iter().position(|item| key(item) == after).ok_or_else(Self::unknown)?,
        };
        let last = start + self.limit();
        let next = if last < all.len() { all.get(last - 1).map(&key) } else { None };
        let items = all.into_iter().skip(start).take(self.limit()).map(B::from).collect();
        Ok(PageBody { items, next })
    }

    /// The page of a list with one extra item, as queries with `LIMIT limit + 1` return it.
    pub(crate) fn page<T, B: From<T>>(&self, mut found: Vec<T>, key: impl Fn(&T) -> String) -> PageBody<B> {
        let more = found.len() > self.limit();
        found.truncate(self.limit());
        let next = if more { found.last().map(key) } else { None };
        PageBody { items: found.into_iter().map(B::from).collect(), next }
    }

    /// The value of `after` is invalid, or the item that it refers to was deleted.
    pub(crate) fn unknown() -> Error {
        Error::invalid("paging.after", "続きの位置が分かりません。", "There is no such place to go on from.")
            .hint("最初のページから読み直してください。", "Begin with the first page again.")
            .field("after")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(limit: u64, after: Option<&str>) -> Result<(Vec<u32>, Option<String>), Error> {
        let paging = Paging { limit: Limit::try_from(limit).ok(), after: after.map(str::to_owned) };
        let page: PageBody<u32> = paging.cut(vec![1_u32, 2, 3, 4], ToString::to_string)?;
        Ok((page.items, page.next))
    }

    #[test]
    fn pages_on_screens_know_their_neighbours() {
        let pager = |wanted, total| {
            let number = Numbered::wanted(wanted).within(total);
            let shown: Vec<usize> = number.of(0..total).collect();
            let pager = number.pager(shown.len(), total, |page| page.to_string());
            (shown.first().copied(), pager.newer, pager.older, pager.place)
        };
        let at = |first, newer: &str, older: &str, place: &str| {
            (Some(first), newer.to_owned(), older.to_owned(), place.to_owned())
        };
        assert_eq!(pager(None, 101), at(0, "", "2", "1–50 / 101"));
        assert_eq!(pager(Some(2), 101), at(50, "1", "3", "51–100 / 101"));
        assert_eq!(pager(Some(3), 101), at(100, "2", "", "101–101 / 101"));
        // What is beyond the end is its last page, and what is before the start its first.
        assert_eq!(pager(Some(9), 100), at(50, "1", "", "51–100 / 100"));
        assert_eq!(pager(Some(-1), 100), at(0, "", "2", "1–50 / 100"));
        assert_eq!(pager(Some(i64::MAX), 0).0, None);
        assert!(!Numbered::wanted(None).pager(50, 50, |_| String::from("/")).leads_on());
        assert!(Numbered::wanted(None).pager(50, 51, |_| String::from("/")).leads_on());
    }

    #[test]
    fn pages_follow_each_other_to_the_end() {
        assert_eq!(cut(3, None).unwrap(), (vec![1, 2, 3], Some("3".to_owned())));
        assert_eq!(cut(3, Some("3")).unwrap(), (vec![4], None));
        assert_eq!(cut(4, None).unwrap(), (vec![1, 2, 3, 4], None));
        assert_eq!(cut(3, Some("9")).unwrap_err().code, "paging.after");
        assert!(Limit::<MOST>::try_from(0).is_err() && Limit::<MOST>::try_from(201).is_err());
    }
}
