// On every page. Each part takes over the elements that carry its attribute; none is needed for the page to work.

import "./parts/htmx.js";
import "./parts/account.js";
import "./parts/autosave.js";
import "./parts/board.js";
import "./parts/choose.js";
import "./parts/copy.js";
import "./parts/dialogs.js";
import "./parts/filter.js";
import "./parts/forms.js";
import "./parts/fragment.js";
import "./parts/drafts.js";
import "./parts/keys.js";
import "./parts/live.js";
import "./parts/passkeys.js";
import "./parts/theme.js";
import "./parts/toasts.js";
import "./parts/unsaved.js";
import "./parts/upload.js";
