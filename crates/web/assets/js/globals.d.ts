// What the type check has to know besides the browser: the packages, our own events, and what the server tells.

declare module "htmx.org/dist/htmx.esm.js" {
  interface Extension {
    isInlineSwap(style: string): boolean;
    handleSwap(style: string, target: Element, fragment: DocumentFragment): Node[] | boolean;
  }
  const htmx: { defineExtension(name: string, extension: Extension): void; trigger(element: Element, name: string): void };
  export default htmx;
}

declare module "idiomorph/dist/idiomorph.esm.js" {
  export const Idiomorph: { morph(old: Element, fresh: HTMLCollection, settings: { morphStyle: "innerHTML" | "outerHTML" }): Node[] };
}

// Queries. A selector that ends in a tag says what it finds (`form[data-filter]` a form); what has no tag is some HTML element, as nothing but
// the bar of figures is drawn, and whoever needs more of it says so in the type of the variable.

type Before<Text extends string, Sign extends string> = Text extends `${infer Head}${Sign}${string}` ? Head : Text;
type Last<Text extends string> = Text extends `${string} ${infer Rest}` ? Last<Rest> : Text;
type Tag<Selector extends string> = Before<Before<Before<Last<Selector>, "[">, ".">, ":">;
type Found<Selector extends string> = Selector extends `${string},${string}`
  ? HTMLElement
  : Tag<Selector> extends keyof HTMLElementTagNameMap
    ? HTMLElementTagNameMap[Tag<Selector>]
    : HTMLElement;

interface ParentNode {
  querySelector<Selector extends string, Own extends Element = Found<Selector>>(selectors: Selector): Own | null;
  querySelectorAll<Selector extends string, Own extends Element = Found<Selector>>(selectors: Selector): NodeListOf<Own>;
}

interface Element {
  closest<Selector extends string, Own extends Element = Found<Selector>>(selectors: Selector): Own | null;
}

/** What somebody fills in. */
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

// Events of our own.

interface Toast {
  text?: string;
  kind?: "error";
  undo?: { label?: string; run: () => unknown };
}

interface DocumentEventMap {
  "tasuki:toast": CustomEvent<Toast>;
  "tasuki:live": CustomEvent<Heard>;
  "htmx:configRequest": CustomEvent<{ headers: Record<string, string> }>;
  "htmx:responseError": CustomEvent<{ xhr?: XMLHttpRequest }>;
  "htmx:sendError": CustomEvent<{ xhr?: XMLHttpRequest }>;
}

interface HTMLElementEventMap {
  "tasuki:files": CustomEvent<{ files: FileList }>;
}

// What the server tells.

/** An error as RFC 9457 writes it; with `current`, what is there now, where somebody else was first. */
interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  current?: AnswerTold;
}

/** The fields of an answer, by the names under which they are sent. */
interface AnswerFields {
  status: string;
  note: string;
  substitute: string;
  reason: string;
  owner: string | null;
  due: string | null;
  confirmed_on: string | null;
  maturity: number | null;
  accepted: boolean;
}

/** The value of a field as it is sent. */
type Value = AnswerFields[keyof AnswerFields];

/** A change of an answer; `undoes` is the version that it takes back. */
type Change = Partial<AnswerFields> & { undoes?: number };

interface AnswerTold extends AnswerFields {
  criterion: string;
  version: number;
  changed_by?: string | null;
}

/** The part of an answer that a page or an event tells. */
type AnswerSeen = Pick<AnswerTold, "criterion" | "status" | "version">;

interface Figures {
  met: number;
  partial: number;
  unmet: number;
  not_applicable: number;
  areas?: { id: string; satisfied: number; total: number }[];
  [name: string]: unknown;
}

interface SavedAnswer {
  answer: AnswerTold;
  open: boolean;
  figures: Figures;
}

interface SavedMany {
  answers: { answer: AnswerTold; open: boolean }[];
  before: AnswerTold[];
  conflicts: AnswerTold[];
  figures: Figures;
}

/** What others did. */
type Heard =
  | { name: "answer"; data: AnswerSeen & { by: string; figures: Figures } }
  | { name: "versions"; data: { versions: Record<string, number>; figures: Figures } }
  | { name: "comment" | "evidence"; data: { criterion?: string } };

/** A way back: a change with what was there before (`after` is what it made of it, `made` the version), or something to do. */
type Step = ChangeBack | { run: () => Promise<unknown> };

interface ChangeBack {
  criterion: string;
  change: Change;
  after?: Change;
  made?: number;
}
