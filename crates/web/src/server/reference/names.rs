//! What operations are called: from method and path, so that a name stays as long as the address does.

/// `get_assessment`, `list_assessments`, `patch_assessment_answer`. Of an address that has others right below it, GET lists them.
pub(super) fn of(path: &str, method: &str, paths: &[String]) -> String {
    let is_list = paths.iter().any(|other| other.strip_prefix(path).is_some_and(|rest| rest.starts_with("/{")));
    let verb = if method == "get" && is_list { "list" } else { method };
    let path = path.trim_start_matches("/api/v1/");
    let path = path.strip_prefix("organizations/{organization}/").unwrap_or(path);
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let mut words = vec![verb.to_owned()];
    for (place, segment) in segments.iter().enumerate() {
        let names_one = segments.get(place + 1).is_some_and(|next| next.starts_with('{'));
        if !segment.starts_with('{') {
            let word = segment.replace(['-', '.'], "_");
            words.push(if names_one { singular(&word) } else { word });
        }
    }
    words.join("_")
}

fn singular(word: &str) -> String {
    match word {
        "criteria" => "criterion".to_owned(),
        word if word.ends_with("ies") => format!("{}y", word.trim_end_matches("ies")),
        word => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}
