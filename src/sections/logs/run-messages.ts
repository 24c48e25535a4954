import { catalogue } from "../../sdk/text.ts";

/** What the run halves of this section say. */
export const say = catalogue({
  lost: {
    en: "{count, plural, =1 {A position was} other {# positions were}} closed in this run without EXIT_HIT; `{fn}` is the one place that closes without writing it",
    ru: "В этом запуске {count, plural, one {# позиция закрыта} few {# позиции закрыты} other {# позиций закрыто}} без EXIT_HIT; единственное место, где закрывают без этой строки, — `{fn}`",
  },
  unwritten: {
    en: "{count, plural, =1 {A position} other {# positions}} left the books in this run because the exchange did not have {count, plural, =1 {it} other {them}} any more, and no DRIFT_REMOVE says so; `{fn}` is the one place that repairs without writing it",
    ru: "В этом запуске {count, plural, one {# позиция снята с учёта, потому что её} few {# позиции сняты с учёта, потому что их} other {# позиций снято с учёта, потому что их}} не было на бирже, а DRIFT_REMOVE в логе нет; единственное место, где реестр правят без этой строки, — `{fn}`",
  },
  "absent-skip": { en: "no signal was dropped in this run, or no line says so", ru: "в этом запуске ни один сигнал не отклонён, или в логе этого нет" },
  "absent-exit": { en: "no position was closed in this run, or no line says so", ru: "в этом запуске позиции не закрывались, или в логе этого нет" },
  "absent-fill": { en: "no order was filled in this run, or no line says so", ru: "в этом запуске ничего не исполнялось, или в логе этого нет" },
  "absent-trail": { en: "no trailing stop moved in this run, or no line says so", ru: "в этом запуске trailing stop не двигался, или в логе этого нет" },
  "absent-reload": { en: "no trailing parameters were reloaded in this run, or no line says so", ru: "в этом запуске параметры трейлинга не обновлялись, или в логе этого нет" },
  "absent-drift": { en: "registry and exchange did not differ in this run, or no line says so", ru: "в этом запуске реестр и биржа не расходились, или в логе этого нет" },
  lacks: {
    en: "In this run `{text}` was printed without {fields}: from such a line a trade cannot be followed afterwards",
    ru: "В этом запуске строка `{text}` напечатана без {fields}: по ней сделку потом не восстановить",
  },
  printed: { en: "`{fn}` writes it", ru: "её пишет `{fn}`" },
  complete: { en: "the lines of {tag} in this run carry their fields", ru: "строки {tag} в этом запуске несут все поля" },
});
