//! The past of the sample ledger: six quarters that were closed, each with a few figures of its own.

use uuid::Uuid;

use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::value::{Cycle, Period};
use crate::store::{QuarterClosing, Result, Save, Store, Writer};

/// The figures: `quarters_ago,kind,name,field,value`, in the order of time. The last are of the
/// quarter that runs.
const FIGURES: &str = include_str!("../../../seeds/demo-quarters.csv");
/// So many quarters are closed.
const CLOSED: u32 = 6;

/// A figure of a quarter.
struct SampleFigure<'a> {
    quarters_ago: u32,
    kind: &'a str,
    name: &'a str,
    field: &'a str,
    value: &'a str,
}

/// Saves the figures of each quarter and closes it.
pub(super) fn fill(store: &mut Store) -> Result<()> {
    let last = Period::over_before(Cycle::Quarter, store.today());
    for ago in (0..=CLOSED).rev() {
        for figure in figures().filter(|figure| figure.quarters_ago == ago) {
            save(store, &figure)?;
        }
        if ago > 0 {
            let quarter = last.back(ago - 1);
            store.write(|writer: &mut Writer| {
                writer.close_quarter(&QuarterClosing {
                    quarter,
                    place: None,
                    signed_by: "示例负责人",
                    author: "示例管理员",
                })
            })?;
        }
    }
    Ok(())
}

fn figures() -> impl Iterator<Item = SampleFigure<'static>> {
    FIGURES.lines().skip(1).filter_map(|line| {
        let mut cells = line.split(',');
        let mut next = || cells.next();
        Some(SampleFigure {
            quarters_ago: next()?.parse().ok()?,
            kind: next()?,
            name: next()?,
            field: next()?,
            value: next()?,
        })
    })
}

fn save(store: &mut Store, figure: &SampleFigure) -> Result<()> {
    let kind = store.require_kind(figure.kind)?.clone();
    let Some(Record {
        id,
        subject,
        mut fields,
        heads,
        kind: code,
        place,
    }) = find(store, figure)?
    else {
        return Ok(());
    };
    fields.insert(shared::KIND.to_owned(), code.into());
    fields.insert(shared::PLACE.to_owned(), place.into());
    let value = kind
        .field(figure.field)
        .and_then(|field| field.parse(figure.value).ok());
    match value.flatten() {
        Some(value) => fields.insert(figure.field.to_owned(), value.to_json()),
        None => fields.remove(figure.field),
    };
    let save = Save {
        record: id,
        subject,
        base: &heads,
        fields,
        author: "示例填报人",
        reason: "",
    };
    store.write(|writer: &mut Writer| writer.save(&save))?;
    Ok(())
}

fn find(store: &Store, figure: &SampleFigure) -> Result<Option<Record>> {
    let found = store.find_record(figure.name)?;
    let id: Uuid = found.id;
    store.record(id)
}
