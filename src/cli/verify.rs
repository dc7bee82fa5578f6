//! `verify`: whether a file from anyone is whole and unaltered, and what it holds.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::progress::Signals;
use super::{input, ledger, output};
use crate::domain::record::{NotAReceipt, Receipt};
use crate::domain::signing::AllowedSigners;
use crate::domain::value::zone;
use crate::i18n::{
    ChangeNumbers, CliTask, DoctorMsg, ExchangeMsg, InspectMsg, Say, SigningFault, SigningMsg,
    SnapshotFault, SnapshotMsg,
};
use crate::store::audit::verify_until;
use crate::store::audit::{About, ExchangeAbout, Flaw, LedgerAbout, ReceiptMatch, Verification};
use crate::store::clock;

#[derive(Args)]
pub(super) struct VerifyArgs {
    /// 快照、交换文件，或无人打开的台账 / a snapshot, an exchange file, or a ledger that nobody has
    /// open
    file: PathBuf,
    /// 纸上抄下的回执码 / the receipt that was written down
    #[arg(long, value_name = "CODE")]
    receipt: Option<String>,
    /// 签名人名单，格式同 ssh-keygen -Y；默认用台账中的名单 / the list of signers, in the form of ssh-keygen
    /// -Y; default: the list kept in the ledger
    #[arg(long, value_name = "FILE")]
    signers: Option<PathBuf>,
}

pub(super) fn run(args: &VerifyArgs, context: &CliContext) -> CliResult<Exit> {
    let doing = || CliTask::Verify {
        path: shown(&args.file),
    };
    let receipt = args
        .receipt
        .as_deref()
        .map(str::parse::<Receipt>)
        .transpose();
    let receipt = receipt.map_err(|fault| Failure::input(doing(), mistyped(fault)))?;
    let signers = args.signers.as_deref().map(read_signers).transpose()?;
    let signals = Signals::watch().map_err(|error| Failure::io(doing(), &error))?;
    let found = verify_until(&args.file, receipt.as_ref(), &signals.cancel);
    let found = found.map_err(|error| signals.told(Failure::snapshot(doing(), error)))?;
    let print = |line: &dyn Say| output::print_line(&line.say(context.lang));
    print(&SnapshotMsg::File {
        path: shown(&args.file),
    })?;
    print(&SnapshotMsg::Sha {
        sha: found.sha256.clone(),
    })?;
    for line in found.about.iter().flat_map(lines) {
        print(&*line)?;
    }
    for finding in &found.findings {
        let what = finding.say(context.lang);
        print(&if finding.harmless {
            DoctorMsg::Harmless { what }
        } else {
            DoctorMsg::Serious { what }
        })?;
    }
    let mut passed = found.passed();
    match whose(&found, signers.as_ref(), context)? {
        Some(Ok(line)) => print(&line)?,
        Some(Err(fault)) => {
            let what = fault.say(context.lang);
            print(&DoctorMsg::Serious { what })?;
            passed = false;
        }
        None => {}
    }
    print(&if passed {
        SnapshotMsg::Passed
    } else {
        SnapshotMsg::Failed
    })?;
    Ok(if passed { Exit::Done } else { Exit::Found })
}

/// Returns the list of signers of a file.
fn read_signers(path: &Path) -> CliResult<AllowedSigners> {
    let doing = || CliTask::ReadSigners { path: shown(path) };
    let bytes = input::read(path, doing)?;
    AllowedSigners::read(&bytes).map_err(|fault| Failure::input(doing(), fault))
}

/// Returns whose the signature of a file is; nothing where it has none and nobody asks. A wrong one
/// is among the findings.
fn whose(
    found: &Verification,
    signers: Option<&AllowedSigners>,
    context: &CliContext,
) -> CliResult<Option<Result<SigningMsg, SigningFault>>> {
    let is_wrong = |flaw: &Flaw| matches!(flaw.what, InspectMsg::Signature { .. });
    let Some(own) = &found.signed else {
        let is_asked = signers.is_some() && !found.findings.iter().any(is_wrong);
        return Ok(is_asked.then_some(Err(SigningFault::Unsigned)));
    };
    let key = own.fingerprint();
    let by = |name: String| SigningMsg::SignedBy {
        name,
        key: key.clone(),
    };
    if let Some(signers) = signers {
        let signer = signers.whose(own, clock::signing_time());
        return Ok(Some(signer.map(|signer| by(signer.name.clone()))));
    }
    if !context.db.is_file() {
        return Ok(Some(Ok(SigningMsg::SignedWith { key })));
    }
    let store = ledger::open_for_review(context)?;
    let known = store.signers();
    let known = known.map_err(|error| Failure::store(ledger::reading(context), error))?;
    Ok(Some(match known.whose(own) {
        Some(signer) => Ok(by(signer.name.clone())),
        None if known.signers.is_empty() => Ok(SigningMsg::SignedWith { key }),
        None => Err(SigningFault::UnknownKey { key }),
    }))
}

/// Returns what there is to say of a file, a line each.
fn lines(about: &About) -> Vec<Box<dyn Say>> {
    match about {
        About::Ledger(ledger) => boxed(of_ledger(ledger)).collect(),
        About::Exchange(exchange) => {
            let findings = exchange.findings.count;
            let keyed = exchange.second_entries.count;
            let changes = exchange.changes;
            let site = exchange.after.site.clone();
            let numbers = ChangeNumbers {
                first: exchange.after.seq + 1,
                last: exchange.last,
            };
            let own = [
                made(exchange),
                ExchangeMsg::Holds {
                    changes,
                    findings,
                    keyed,
                },
            ];
            let mut lines: Vec<Box<dyn Say>> = boxed(own).collect();
            if numbers.last >= numbers.first {
                lines.push(Box::new(ExchangeMsg::Changes {
                    site,
                    changes: numbers,
                }));
            }
            lines.push(Box::new(SnapshotMsg::Ledger {
                ledger: exchange.ledger.clone(),
            }));
            let packs = exchange.packs.iter().cloned();
            lines.extend(boxed(
                packs.map(|(code, sha)| SnapshotMsg::PackSum { code, sha }),
            ));
            lines
        }
    }
}

/// By whom and when an exchange file was made.
pub(super) fn made(about: &ExchangeAbout) -> ExchangeMsg {
    let author = about.author.clone();
    let program = about.program.clone();
    ExchangeMsg::MadeAt {
        at: zone::utc(&about.made_at),
        author,
        program,
    }
}

fn boxed<M: Say + 'static>(
    messages: impl IntoIterator<Item = M>,
) -> impl Iterator<Item = Box<dyn Say>> {
    messages
        .into_iter()
        .map(|message| Box::new(message) as Box<dyn Say>)
}

fn of_pack((code, number, sha): (String, String, String)) -> SnapshotMsg {
    SnapshotMsg::Pack { code, number, sha }
}

fn of_ledger(about: &LedgerAbout) -> Vec<SnapshotMsg> {
    let mut lines = vec![match &about.made {
        Some((at, program)) => SnapshotMsg::MadeAt {
            at: zone::utc(at),
            program: program.clone(),
        },
        None => SnapshotMsg::NotASnapshot,
    }];
    lines.push(SnapshotMsg::Ledger {
        ledger: about.ledger.clone(),
    });
    lines.extend(about.packs.iter().cloned().map(of_pack));
    lines.push(SnapshotMsg::Contents {
        records: about.records,
        changes: about.changes,
    });
    for head in about.heads.clone() {
        lines.push(SnapshotMsg::Site {
            site: head.site,
            seq: head.seq,
            hash: head.hash,
        });
    }
    lines.push(SnapshotMsg::Receipt {
        code: about.receipt.to_string(),
    });
    match about.fits {
        Some(ReceiptMatch::Same) => lines.push(SnapshotMsg::ReceiptSame),
        Some(ReceiptMatch::Earlier(changes)) => lines.push(SnapshotMsg::ReceiptEarlier { changes }),
        Some(ReceiptMatch::Not) | None => {}
    }
    lines
}

/// Returns a code that was copied wrongly says nothing about the file.
fn mistyped(fault: NotAReceipt) -> SnapshotFault {
    match fault {
        NotAReceipt::Length(has) => SnapshotFault::ReceiptLength { has },
        NotAReceipt::Character(c) => SnapshotFault::ReceiptCharacter {
            character: c.to_string(),
        },
        NotAReceipt::Check => SnapshotFault::ReceiptMistyped,
    }
}
