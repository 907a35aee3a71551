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
    fn pages_follow_each_other_to_the_end() {
        assert_eq!(cut(3, None).unwrap(), (vec![1, 2, 3], Some("3".to_owned())));
        assert_eq!(cut(3, Some("3")).unwrap(), (vec![4], None));
        assert_eq!(cut(4, None).unwrap(), (vec![1, 2, 3, 4], None));
        assert_eq!(cut(3, Some("9")).unwrap_err().code, "paging.after");
        assert!(Limit::<MOST>::try_from(0).is_err() && Limit::<MOST>::try_from(201).is_err());
    }
}
