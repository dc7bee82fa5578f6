//! Reports and exports: what only reads the ledger.

use std::borrow::Cow;

use super::opening::{cancelled, open, protect, unread};
use crate::cli::export::told;
use crate::cli::failure::{CliResult, Failure, shown};
use crate::cli::output;
use crate::cli::report::pack_at;
use crate::domain::policy::Pack;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{CliTask, DoneMsg, Lang, ReportMsg, TaskMsg, Text};
use crate::store::{Store, StoreError};
use crate::transfer::export::{self, ExportFormat, ExportNames, ExportRequest, ExportWatch};
use crate::transfer::report::{
    CompareFormat, CompareRequest, Moment, PlaceComparison, Report, ReportError, ReportFormat,
};
use crate::tui::{FileFormat, JobDone, JobPage, JobWatch, Order, OrderMoment, OrderStep};

/// What a report comes to: a page to read, or the bytes of a file.
enum Made {
    Page(JobPage),
    File(Vec<u8>),
}

/// Makes a report and shows it or writes it.
pub(super) fn report(order: &Order, watch: &JobWatch) -> CliResult<JobDone> {
    protect(order)?;
    watch.tell(Text::of(&TaskMsg::Judging));
    let store = open(order, watch)?;
    let failed = unread(order);
    let pack = store.pack(order.pack.as_deref()).map_err(&failed)?;
    let place = order.place.as_deref().map(|code| store.find_place(code));
    let place = place.transpose().map_err(&failed)?;
    let moment = match order.moment {
        OrderMoment::Now => order
            .past
            .map_or_else(|| Moment::Now(store.today()), Moment::EndOf),
        OrderMoment::EndOf(day) => Moment::EndOf(order.past.map_or(day, |past| day.min(past))),
        OrderMoment::Quarter(quarter) => Moment::Closed(quarter),
    };
    let made = store.at_one_moment(|| {
        let pack: Cow<Pack> = pack_at(&store, pack, place.as_ref(), moment)?;
        let report = Report::build(&store, &pack, place.as_ref(), moment)?;
        let last = Period::over_before(Cycle::Quarter, report.day);
        let with = order.with.unwrap_or(last);
        if with > last {
            return Ok(Err(with));
        }
        let differing = match moment {
            Moment::Now(_) => report.differing(&store)?,
            Moment::EndOf(_) | Moment::Closed(_) | Moment::Rejudged(_) => 0,
        };
        watch.tell(Text::of(&TaskMsg::Comparing));
        let report = report.compared_with(&store, with)?;
        let made = match order.step {
            OrderStep::Write => Made::File(report.render(&store, format(order), order.lang)?),
            _ => Made::Page(page(|lang| report.text(&store, order.columns, lang))?),
        };
        Ok::<_, ReportError>(Ok((made, differing)))
    });
    let path = shown(&order.ledger);
    let refused = |error| Failure::report(CliTask::ReadLedger { path: path.clone() }, error);
    match made.map_err(refused)? {
        Ok((made, count)) => {
            let done = deliver(made, order, watch)?;
            let told = (count > 0).then(|| Text::of(&ReportMsg::StoredDiffer { count }));
            Ok(JobDone {
                note: told.unwrap_or(done.note),
                ..done
            })
        }
        Err(quarter) => {
            let quarter = quarter.name();
            let why = TaskMsg::QuarterNotOver { quarter };
            Err(Failure::input(CliTask::ReadLedger { path }, why))
        }
    }
}

/// Puts places side by side.
pub(super) fn compare(order: &Order, watch: &JobWatch) -> CliResult<JobDone> {
    protect(order)?;
    watch.tell(Text::of(&TaskMsg::Comparing));
    let store = open(order, watch)?;
    let failed = unread(order);
    let pack = store.pack(order.pack.as_deref()).map_err(&failed)?;
    let place = order.place.as_deref().map(|code| store.find_place(code));
    let place = place.transpose().map_err(&failed)?;
    let asked = CompareRequest {
        quarter: match order.moment {
            OrderMoment::Quarter(quarter) => Some(quarter),
            OrderMoment::Now | OrderMoment::EndOf(_) => None,
        },
        with: order.with,
        within: place.as_ref(),
        requirement: None,
        format: match (order.step, order.format) {
            (OrderStep::Write, FileFormat::Html) => CompareFormat::Html,
            (OrderStep::Write, FileFormat::Csv) => CompareFormat::Csv,
            (OrderStep::Write, FileFormat::Json) => CompareFormat::Json,
            _ => CompareFormat::Text,
        },
    };
    let made = store.at_one_moment(|| {
        let compared = PlaceComparison::build(&store, pack, &asked)?;
        Ok::<_, ReportError>(match order.step {
            OrderStep::Write => Made::File(compared.render(order.lang)?),
            _ => Made::Page(page(|lang| {
                Ok::<_, ReportError>(compared.text(order.columns, lang))
            })?),
        })
    });
    let path = shown(&order.ledger);
    let made = made.map_err(|error| Failure::report(CliTask::ReadLedger { path }, error))?;
    deliver(made, order, watch)
}

/// Returns a page in both languages: the language may be switched while it is read.
fn page<E>(text: impl Fn(Lang) -> Result<String, E>) -> Result<JobPage, E> {
    let lines = |lang| Ok(text(lang)?.lines().map(str::to_owned).collect());
    Ok(JobPage {
        zh: lines(Lang::Zh)?,
        en: lines(Lang::En)?,
    })
}

fn format(order: &Order) -> ReportFormat {
    match order.format {
        FileFormat::Text | FileFormat::Gpkg => ReportFormat::Text,
        FileFormat::Markdown => ReportFormat::Markdown,
        FileFormat::Csv => ReportFormat::Csv,
        FileFormat::Json => ReportFormat::Json,
        FileFormat::Html => ReportFormat::Html,
        FileFormat::Xlsx => ReportFormat::Xlsx,
    }
}

fn deliver(made: Made, order: &Order, watch: &JobWatch) -> CliResult<JobDone> {
    if watch.is_cancelled() {
        return Err(cancelled());
    }
    match made {
        Made::Page(page) => Ok(JobDone {
            page: Some(page),
            ..JobDone::default()
        }),
        Made::File(bytes) => {
            watch.tell(Text::of(&TaskMsg::Writing));
            output::write_file(&order.file, &bytes)?;
            let path = shown(&order.file);
            Ok(JobDone {
                note: Text::of(&DoneMsg::Written { path }),
                ..JobDone::default()
            })
        }
    }
}

/// Writes what the ledger holds to a file.
pub(super) fn export(order: &Order, watch: &JobWatch) -> CliResult<JobDone> {
    protect(order)?;
    let store = open(order, watch)?;
    let mut store = as_of(store, order).map_err(unread(order))?;
    store.stop_when(&watch.cancel).map_err(unread(order))?;
    let towns: Vec<String> = order.place.clone().into_iter().collect();
    let request = ExportRequest {
        kind: order.kind.as_deref(),
        towns: &towns,
        format: match order.format {
            FileFormat::Csv => ExportFormat::Csv(ExportNames::Labels(order.lang)),
            FileFormat::Json => ExportFormat::Json,
            FileFormat::Gpkg => ExportFormat::GeoPackage(order.lang),
            _ => ExportFormat::Xlsx(order.lang),
        },
        day: store.today(),
    };
    let watched = ExportWatch {
        cancel: &watch.cancel,
        progress: &mut |progress| watch.tell(Text::of(&progress)),
    };
    let exported = export::export(&store, &request, &order.file, watched);
    let path = shown(&order.file);
    let summary = exported.map_err(|error| Failure::export(CliTask::Export { path }, error))?;
    let mut told = told(&summary, &order.file).into_iter();
    let first = told
        .next()
        .map(|first| Text::of(&first))
        .unwrap_or_default();
    Ok(JobDone {
        note: told.fold(first, |note, next| note.followed_by(&next)),
        ..JobDone::default()
    })
}

fn as_of(store: Store, order: &Order) -> Result<Store, StoreError> {
    match order.past {
        Some(day) => store.as_of(day),
        None => Ok(store),
    }
}
