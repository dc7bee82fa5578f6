//! Gathers what requirements look at: sheets and facilities of the places that each of them names.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use uuid::Uuid;

use super::part::{AskedTotal, KeptParts, Parts};
use super::{place, record, ways};
use crate::domain::policy::expression::looks::Looked;
use crate::domain::policy::gather::Gathered;
use crate::domain::policy::inventory::{Inventory, SheetValues};
use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::record::sheet;
use crate::domain::value::period::Period;
use crate::store::error::Result;

/// The sheets of one place and code, by period.
pub(crate) type SheetsOf = BTreeMap<Period, SheetValues>;

/// A figure over facilities that is asked for: the place in the requirement's view, the number of
/// the requirement in the list, and that of its aggregate.
type Asked = (usize, usize);

/// Reads facts for several requirements of one pack; what two of them look at is read once.
pub(crate) struct InventoryReader<'a> {
    db: &'a Connection,
    pack: &'a Pack,
    /// A record that is left out.
    except: Option<Uuid>,
    kept: KeptParts<'a>,
    /// What was read of sheets, by place and form.
    sheets: BTreeMap<String, BTreeMap<String, SheetsOf>>,
}

impl<'a> InventoryReader<'a> {
    /// Begins with nothing read.
    pub(crate) const fn new(db: &'a Connection, pack: &'a Pack, kept: KeptParts<'a>) -> Self {
        Self {
            db,
            pack,
            except: None,
            kept,
            sheets: BTreeMap::new(),
        }
    }

    /// Leaves a record out.
    #[must_use]
    pub(crate) fn without(self, record: Uuid) -> Self {
        let except = Some(record);
        Self { except, ..self }
    }

    /// Returns the facts for each of some requirements, judged for a place.
    pub(crate) fn read(
        &mut self,
        requirements: &[&Requirement],
        place: &str,
    ) -> Result<Vec<Inventory>> {
        let mut all = Vec::new();
        let mut facilities: BTreeMap<(String, String), Vec<Asked>> = BTreeMap::new();
        for (number, requirement) in requirements.iter().enumerate() {
            let mut facts = Inventory::default();
            for look in requirement.looks() {
                for at in ways::reach(self.db, &mut facts, place, &look.path)? {
                    name(self.db, &mut facts, place, &at)?;
                    if look.is_kind {
                        let asked = facilities.entry((at.clone(), look.form.clone()));
                        ask(asked.or_default(), number, requirement, &look.form);
                    } else {
                        self.add_sheets(&mut facts, &at, &look.form)?;
                    }
                }
            }
            all.push(facts);
        }
        for ((at, form), asked) in facilities {
            self.gather(&mut all, requirements, &at, &form, &asked)?;
        }
        // Other places look at the county's figures, hardly any at those of a town.
        self.sheets.remove(place);
        Ok(all)
    }

    fn add_sheets(&mut self, facts: &mut Inventory, at: &str, form: &str) -> Result<()> {
        let of_place = self.sheets.entry(at.to_owned()).or_default();
        if !of_place.contains_key(form) {
            let found = match self.pack.kind(form) {
                Some(kind) => sheets_of(self.db, kind, at, self.except)?,
                None => SheetsOf::new(),
            };
            of_place.insert(form.to_owned(), found);
        }
        for (period, values) in of_place.get(form).into_iter().flatten() {
            let key = (at.to_owned(), form.to_owned(), *period);
            facts.sheets.insert(key, values.clone());
        }
        Ok(())
    }

    /// Reads the facilities of a kind in a place and below it once, for every figure over them.
    fn gather(
        &self,
        all: &mut [Inventory],
        requirements: &[&Requirement],
        at: &str,
        form: &str,
        asked: &[Asked],
    ) -> Result<()> {
        let totals: Vec<AskedTotal<Gathered>> = asked
            .iter()
            .filter_map(|(number, figure)| {
                let requirement = requirements.get(*number)?;
                Some(AskedTotal {
                    pack: &self.pack.code,
                    requirement: &requirement.code,
                    figure: i64::try_from(*figure).ok()?,
                    of: requirement.aggregates.get(*figure)?,
                })
            })
            .collect();
        let found: Vec<Gathered> = match self.pack.kind(form) {
            Some(kind) => {
                let Self {
                    db, except, kept, ..
                } = *self;
                let parts = Parts {
                    db,
                    kind,
                    except,
                    kept,
                };
                parts.of_place(&totals, at)?
            }
            None => totals.iter().map(|one| Gathered::none(one.of)).collect(),
        };
        for ((number, aggregate), gathered) in asked.iter().zip(found) {
            if let Some(facts) = all.get_mut(*number) {
                facts.gathered.insert((at.to_owned(), *aggregate), gathered);
            }
        }
        Ok(())
    }
}

/// Notes the name of a place other than the one that is judged.
pub(crate) fn name(db: &Connection, facts: &mut Inventory, judged: &str, at: &str) -> Result<()> {
    if at != judged && !facts.names.contains_key(at) {
        let name = place::get(db, at)?.map(|found| found.name);
        facts.names.insert(at.to_owned(), name.unwrap_or_default());
    }
    Ok(())
}

/// Asks for every figure of a requirement over a kind.
fn ask(asked: &mut Vec<Asked>, number: usize, requirement: &Requirement, kind: &str) {
    for (aggregate, of) in requirement.aggregates.iter().enumerate() {
        if of.kind == kind && !asked.contains(&(number, aggregate)) {
            asked.push((number, aggregate));
        }
    }
}

/// Returns the sheets of a place, by period.
fn sheets_of(db: &Connection, kind: &Kind, place: &str, except: Option<Uuid>) -> Result<SheetsOf> {
    let mut found = SheetsOf::new();
    for record in record::records_in(db, &kind.code, place)? {
        let period = sheet::period_of(&record.fields);
        if let Some(period) = period.filter(|_| Some(record.id) != except) {
            found.insert(period, kind.values(&record.fields));
        }
    }
    Ok(found)
}

/// Returns the forms that a requirement looks at in places other than the one it judges.
pub(crate) fn looks_elsewhere(
    db: &Connection,
    looks: &[Looked],
    place: &str,
) -> Result<BTreeSet<(String, String)>> {
    let mut facts = Inventory::default();
    let mut found = BTreeSet::new();
    for look in looks {
        for at in ways::reach(db, &mut facts, place, &look.path)? {
            if at != place {
                found.insert((look.form.clone(), at));
            }
        }
    }
    Ok(found)
}
