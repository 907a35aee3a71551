//! Changing many answers at once, and the marks in the rows, for browsers without script.

use axum::extract::State;
use axum::response::Response;
use tasuki_app::Error;
use tasuki_app::answers::{self, Change, Item};
use tasuki_assess::Status;
use tasuki_store::{AssessmentId, OrganizationId};

use super::filled::value;
use crate::server::charge;
use crate::take::{Form, Path};
use crate::{Reply, Web, Who};

/// `POST /o/{organization}/assessments/{assessment}/bulk`.
pub(super) async fn form(
    State(web): State<Web>,
    who: Who,
    Path((organization, assessment)): Path<(OrganizationId, AssessmentId)>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let items = match items(&fields).and_then(|items| charge(&web, &who, items.len()).map(|()| items)) {
        Ok(items) => items,
        Err(error) => return Reply::respond(&who, Err(error)),
    };
    web.act(&who, Some(organization), move |cx| {
        let first = items.first().map(|item| item.criterion.clone()).unwrap_or_default();
        answers::save_many(cx, assessment, items)?;
        let view = if fields.iter().any(|field| *field == ("view".to_owned(), "sheet".to_owned())) {
            "?view=sheet"
        } else {
            ""
        };
        Ok(Reply::Go(format!("/o/{organization}/assessments/{assessment}{view}#c-{first}")))
    })
    .await
}

/// `answer` is the mark of one row, `4-4-4-2:3:met`: it takes precedence over everything that is selected.
fn items(fields: &[(String, String)]) -> Result<Vec<Item>, Error> {
    let field = |name: &str| fields.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
    if let Some(answer) = field("answer") {
        let (place, status) = answer.rsplit_once(':').unwrap_or_default();
        let change = Change { status: Status::from_word(status), ..Change::default() };
        return Ok(vec![item(place, change)?]);
    }
    let filled = |name: &str| field(name).filter(|value| !value.is_empty());
    let change = Change {
        status: field("status").and_then(Status::from_word),
        owner: value(filled("owner"), "owner")?,
        due: value(filled("due"), "due")?,
        ..Change::default()
    };
    fields.iter().filter(|(name, _)| name == "c").map(|(_, place)| item(place, change.clone())).collect()
}

/// A criterion and the version that the person saw: `4-4-4-2:3`.
fn item(place: &str, change: Change) -> Result<Item, Error> {
    let (criterion, version) = place.rsplit_once(':').unwrap_or_default();
    let version = version.parse().map_err(|_| Error::not_found())?;
    Ok(Item { criterion: criterion.to_owned(), version: Some(version), change })
}

#[cfg(test)]
mod tests {
    use tasuki_assess::Status;

    use super::*;

    fn pairs(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn the_sign_of_a_row_is_meant_before_what_is_chosen() {
        let items = items(&pairs(&[("c", "1-1-1-1:0"), ("owner", ""), ("answer", "4-4-4-2:3:met")])).unwrap();
        assert_eq!(items.len(), 1);
        assert_eq!((items[0].criterion.as_str(), items[0].version), ("4-4-4-2", Some(3)));
        assert_eq!(items[0].change.status, Some(Status::Met));
    }

    #[test]
    fn what_is_left_empty_is_left_alone() {
        let items =
            items(&pairs(&[("c", "1-1-1-1:0"), ("c", "1-1-1-2:4"), ("owner", ""), ("due", "2027-01-31")])).unwrap();
        assert_eq!(items.len(), 2);
        assert_eq!(items[1].change, Change { due: Some(Some(jiff::civil::date(2027, 1, 31))), ..Change::default() });
    }
}
