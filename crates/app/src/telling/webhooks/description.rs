//! What a webhook says of itself.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// A webhook.
pub(crate) const WEBHOOK: Description = Description {
    noun: ("Webhook", "webhook"),
    read: Permission::ManageIntegrations,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("webhook.create", "がWebhookを作りました", "made a webhook"),
        Action::new("webhook.change", "がWebhookを変えました", "changed a webhook"),
        Action::new("webhook.rotate", "がWebhookの鍵を作り直しました", "renewed the secret of a webhook"),
        Action::new("webhook.remove", "がWebhookを消しました", "removed a webhook"),
        Action::new("webhook.test", "がWebhookを試しました", "tried a webhook"),
        Action::new("webhook.switch_off", "がWebhookを止めました", "switched a webhook off"),
    ],
    fields: &[],
};
