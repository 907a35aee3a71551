// The pages of an audit, which is done where there may be no network.

import "./parts/keep.js";
