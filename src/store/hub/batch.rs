//! Changes as they go to a hub, so many in one statement.

use postgres::Transaction;
use postgres::types::ToSql;
use rusqlite::{Connection, params};

use super::error::Result;
use crate::domain::record::Head;
use crate::i18n::HubFault;
use crate::store::hub::error::change_words;
use crate::store::rows::trail;

/// The most changes of a batch.
const MOST_CHANGES: usize = 5000;
/// The most bytes of a batch, unless it is one change.
const MOST_BYTES: usize = 8_000_000;
/// The columns of a change that are texts, in their order; the number is between the first two.
const TEXTS: usize = 9;

/// Changes of one site, in their order and without a gap.
#[derive(Default)]
pub(super) struct ChangeBatch {
    numbers: Vec<i64>,
    texts: [Vec<String>; TEXTS],
}

impl ChangeBatch {
    /// Reads the changes of a site behind a number, up to another one; as many as go at once.
    pub(super) fn read(db: &Connection, site: &str, after: i64, last: i64) -> Result<Self> {
        let columns = trail::COLUMNS;
        let mut query = db.prepare_cached(&format!(
            "SELECT {columns} FROM change WHERE site = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq"
        ))?;
        let mut rows = query.query(params![site, after, last])?;
        let mut batch = Self::default();
        let mut bytes = 0;
        while batch.numbers.len() < MOST_CHANGES && bytes < MOST_BYTES {
            let Some(row) = rows.next()? else {
                break;
            };
            let seq = row.get(1)?;
            batch.numbers.push(seq);
            for (at, column) in batch.texts.iter_mut().enumerate() {
                let text: String = row.get(if at == 0 { 0 } else { at + 1 })?;
                if text.contains('\0') {
                    let site = site.to_owned();
                    let change = change_words(&Head {
                        site,
                        seq,
                        ..Head::default()
                    });
                    return Err(HubFault::Unstorable { change }.into());
                }
                bytes += text.len();
                column.push(text);
            }
        }
        Ok(batch)
    }

    /// Returns how many there are.
    pub(super) const fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Returns the number of the last one; 0 where there is none.
    pub(super) fn last(&self) -> i64 {
        self.numbers.last().copied().unwrap_or_default()
    }

    /// Adds them to the trail of a hub, which checks the chain.
    pub(super) fn insert(&self, tx: &mut Transaction) -> Result<()> {
        let columns = trail::COLUMNS;
        let sql = format!(
            "INSERT INTO taizhang.change ({columns})
             SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[],
                 $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])"
        );
        let mut values: Vec<&(dyn ToSql + Sync)> = self
            .texts
            .iter()
            .map(|column| column as &(dyn ToSql + Sync))
            .collect();
        values.insert(1, &self.numbers);
        tx.execute(&sql, &values)?;
        Ok(())
    }
}
