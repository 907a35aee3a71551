// The answering page: list, sheet and one by one.

import "./parts/answering/bulk.js";
import "./parts/answering/form.js";
import "./parts/answering/keys.js";
import "./parts/answering/live.js";
import "./parts/answering/mentions.js";
import "./parts/answering/parts.js";
import "./parts/answering/rows.js";
import "./parts/answering/sheet.js";
