// Everything works without this file; these modules make it quicker.
import "./submit_once.js";
import "./same_stays.js";
import "./drafts.js";
import "./sheet.js";
import "./toasts.js";
import "./menu.js";
import "./list_keys.js";
import "./photo.js";
import "./print.js";
