/** How rows are read from a database, and how a second one is kept out. */

export const ROW_QUERY = /^\s*select\s.+\sfrom\s/is;

/** Methods of database libraries that give rows: DB-API, SQLAlchemy, peewee, Django, motor, firestore, supabase. */
export const ROW_READS = /^(fetchone|fetchall|fetchrow|fetchval|scalar|scalars|scalar_one_or_none|one_or_none|filter_by|get_or_none|find_one|to_list|select_from)$/;

/** SQL and calls by which the database refuses a second row or a second claim. */
export const KEEPS_ONE_ROW = /for update|on conflict|or ignore|insert ignore|unique|with_for_update|select_for_update|setnx|advisory_?lock|begin (immediate|exclusive)|acquire\w*lock|get_or_create|insert_one_if|try_claim|\bclaim\w*/i;
