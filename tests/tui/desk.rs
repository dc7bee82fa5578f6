//! Reports and what an admin does with files, ordered on the screens and carried out by a job.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};

use crate::support::{self, Harness, save_facility};
use taizhang::cli;
use taizhang::domain::verdict::Verdict;
use taizhang::i18n::Lang;
use taizhang::store::Store;
use taizhang::tui::terminal::input::Code;
use taizhang::tui::{JobEvent, Role, TaskFiles, text};
use uuid::Uuid;

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// A session on a ledger with a library of 96 seats in 壶镇镇, and the news of its jobs. A job waits
/// until its news are taken.
struct Desk {
    h: Harness,
    news: Receiver<JobEvent>,
}

impl Desk {
    fn new(lang: Lang, files: TaskFiles) -> Self {
        let h = Harness::new(lang);
        let values = [
            ("kind", "library"),
            ("place", "331122101"),
            ("name", "示例图书馆"),
            ("status", "existing"),
            ("reading_seats", "96"),
        ];
        save_facility(&mut h.store(), Uuid::now_v7(), &values);
        Self::of(h.start_again(lang), files)
    }

    fn of(mut h: Harness, files: TaskFiles) -> Self {
        let (sender, news) = mpsc::sync_channel(0);
        h.app.set_job_sender(move |event| drop(sender.send(event)));
        h.app.set_desk(cli::desk(files));
        Self { h, news }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.h.folder.path().join(name)
    }

    /// Opens a task of the menu by its digit.
    fn task(&mut self, digit: &str) -> &mut Self {
        self.h.ctrl('z').text(digit);
        self
    }

    /// Hears everything to the end of the job.
    fn done(&mut self) -> &mut Self {
        loop {
            let event = self.news.recv().unwrap();
            let is_done = matches!(event, JobEvent::Done(_));
            self.h.app.job_event(event);
            if is_done {
                return self;
            }
        }
    }

    /// Moves to the line that begins so and opens it.
    #[track_caller]
    fn open(&mut self, line: &str) -> &mut Self {
        self.h.key(Code::Home);
        for _ in 0..12 {
            let at = usize::from(self.h.cursor().unwrap().y);
            let screen = self.h.screen();
            let here = screen.lines().nth(at).unwrap_or_default();
            if here.trim_start_matches('>').starts_with(line) {
                self.h.key(Code::Enter);
                return self;
            }
            self.h.key(Code::Down);
        }
        panic!("no {line} in\n{}", self.h.screen());
    }

    fn file(&mut self, path: &Path) -> &mut Self {
        let label = if self.h.app.lang() == Lang::Zh {
            "文件"
        } else {
            "file"
        };
        self.open(label);
        self.h
            .ctrl('u')
            .text(path.to_str().unwrap())
            .key(Code::Enter);
        self
    }

    #[track_caller]
    fn says(&self, words: &str) -> &Self {
        let screen = self.h.screen();
        assert!(screen.contains(words), "{words} in\n{screen}");
        self
    }

    fn verdict(&self) -> Verdict {
        let store = self.h.store();
        let pack = store.pack(None).unwrap().code.clone();
        let standings = store
            .standings_of(&pack, Some("331122101"), support::day())
            .unwrap();
        let library = standings.into_iter().find(|s| s.requirement == "library");
        library.unwrap().verdict
    }
}

#[test]
fn the_report_is_a_screen_that_scrolls_and_is_searched() {
    for lang in LANGS {
        let mut desk = Desk::new(lang, TaskFiles::None);
        desk.task("1");
        insta::assert_snapshot!(format!("asked-{lang:?}"), desk.h.screen());
        desk.h.key(Code::F(2));
        desk.done();
        let title = match lang {
            Lang::Zh => "达标情况表",
            Lang::En => "met",
        };
        desk.says(title);
        let top = desk.h.screen();
        desk.h.key(Code::End);
        assert_ne!(desk.h.screen(), top);
        desk.h.key(Code::Home);
        assert_eq!(desk.h.screen(), top);
        desk.h.key(Code::PageDown).key(Code::PageUp);
        assert_eq!(desk.h.screen(), top);
        desk.h.text("示例").text("图书馆").key(Code::Enter);
        let at = usize::from(desk.h.cursor().unwrap().y);
        assert!(
            desk.h
                .screen()
                .lines()
                .nth(at)
                .unwrap()
                .contains("示例图书馆"),
            "{}",
            desk.h.screen()
        );
        desk.h.text("没有的字").key(Code::Enter);
        desk.says("没有的字");
        desk.h.key(Code::F(6));
        desk.h.key(Code::Esc).key(Code::Esc);
        assert!(!desk.h.screen().contains("没有的字"), "{}", desk.h.screen());
    }
}

#[test]
fn the_report_fits_a_small_window() {
    for lang in LANGS {
        let mut desk = Desk::new(lang, TaskFiles::None);
        desk.h.resize(40, 12);
        desk.task("1");
        insta::assert_snapshot!(format!("asked-40x12-{lang:?}"), desk.h.screen());
        desk.h.key(Code::F(2));
        desk.done();
        // Every line of it is made for this window, so that no table is cut or folded.
        let mut seen = String::new();
        for _ in 0..40 {
            let screen = desk.h.screen();
            assert!(
                screen.lines().all(|line| text::width(line) <= 40),
                "{screen}"
            );
            seen.push_str(&screen);
            desk.h.key(Code::PageDown);
        }
        assert!(seen.contains("96/130"), "{seen}");
        assert!(!seen.contains(".."), "{seen}");
    }
}

#[test]
fn every_screen_of_a_task_can_be_drawn_at_every_tiny_size() {
    for lang in LANGS {
        let mut desk = Desk::new(lang, TaskFiles::Anywhere);
        desk.task("1");
        for is_shown in [false, true] {
            if is_shown {
                desk.h.key(Code::F(2));
                desk.done();
            }
            for columns in (0..=46).step_by(2).chain([79, 81, 200]) {
                for rows in (0..=14).step_by(2).chain([23, 60]) {
                    desk.h.resize(columns, rows);
                    let cursor = desk.h.cursor();
                    assert!(cursor.is_none_or(|at| at.x < columns && at.y < rows));
                    let screen = desk.h.screen();
                    let fits = |line: &str| text::width(line) <= usize::from(columns);
                    assert!(screen.lines().all(fits), "{screen}");
                }
            }
            desk.h.resize(80, 24);
        }
    }
}

#[test]
fn scope_day_and_quarter_are_chosen() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::None);
    desk.task("1").open("范围");
    desk.h.text("壶镇").key(Code::Enter);
    desk.says("缙云县/壶镇镇");
    desk.open("截至");
    desk.h.text("2");
    desk.h.text("2025-13-1").key(Code::Enter);
    desk.says("该日期不存在");
    desk.open("截至");
    desk.h.text("2").text("2025-6").key(Code::Enter);
    desk.says("须写到日");
    desk.open("截至");
    desk.h.text("2").text("2099-1-1").key(Code::Enter);
    desk.says("不能晚于今天");
    desk.open("截至");
    desk.h.text("2").text("2025-3-31").key(Code::Enter);
    desk.says("2025-03-31 终了");
    desk.open("相比");
    desk.h.text("2").text("2024Q4").key(Code::Enter);
    desk.says("2024年第四季度");
    desk.h.key(Code::F(2));
    desk.done();
    desk.says("截至 2025-03-31");
    desk.h.key(Code::Esc);
    desk.open("相比");
    // It ends with the day of the report, and so it is not over by then.
    desk.h.text("2").text("2025Q1").key(Code::Enter);
    desk.h.key(Code::F(2));
    desk.done();
    desk.says("还没有结束，不能相比");
}

#[test]
fn the_reason_is_seen_where_the_path_of_the_ledger_is_longer_than_the_line() {
    for (lang, asked, reason) in [
        (
            Lang::Zh,
            ["截至", "相比"],
            "2025年第一季度还没有结束，不能相比",
        ),
        (
            Lang::En,
            ["as of", "compared with"],
            "2025 Q1 is not over by then",
        ),
    ] {
        let prefix =
            "a-folder-whose-name-alone-is-longer-than-any-line-of-the-screen-that-it-is-said-on";
        let folder = tempfile::Builder::new().prefix(prefix).tempdir().unwrap();
        let mut desk = Desk::of(Harness::on(folder, lang, (80, 24)), TaskFiles::None);
        desk.task("1").open(asked[0]);
        desk.h.text("2").text("2025-3-31").key(Code::Enter);
        desk.open(asked[1]);
        desk.h.text("2").text("2025Q1").key(Code::Enter);
        desk.h.key(Code::F(2));
        desk.done();
        desk.says(reason);
        desk.h.resize(40, 12);
        desk.says(reason);
        // Where there is room, what was being done stands before it.
        desk.h.resize(250, 24);
        desk.says(prefix).says(reason);
    }
}

#[test]
fn a_session_without_files_has_reports_alone_and_an_admin_everything() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    desk.h.ctrl('z');
    insta::assert_snapshot!("menu-admin", desk.h.screen());
    let mut clerk = Desk::of(
        Desk::new(Lang::Zh, TaskFiles::None).h.of_a_clerk(),
        TaskFiles::None,
    );
    clerk.h.ctrl('z');
    assert!(!clerk.h.screen().contains("导出"), "{}", clerk.h.screen());
    clerk.h.text("1");
    assert!(
        !clerk.h.screen().contains("写入文件"),
        "{}",
        clerk.h.screen()
    );
    let inspector = desk.h.review();
    let mut inspector = Desk::of(inspector, TaskFiles::None);
    inspector.task("1");
    inspector.h.key(Code::F(2));
    inspector.done();
    inspector.says("达标情况表");
}

#[test]
fn a_report_is_written_to_a_file_and_another_one_is_asked_about() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    let out = desk.path("a.html");
    desk.task("1").file(&out);
    desk.open("[写入文件]");
    desk.done();
    desk.says("已写入 ");
    assert!(fs::read_to_string(&out).unwrap().contains("示例图书馆"));
    fs::write(&out, "mine").unwrap();
    desk.open("[写入文件]");
    desk.says("已存在，替换？");
    desk.h.key(Code::Enter);
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
    desk.open("[写入文件]");
    desk.h.text("2");
    desk.done();
    assert!(fs::read_to_string(&out).unwrap().contains("示例图书馆"));
    // The ledger is never written over.
    let ledger = desk.path("taizhang.db");
    desk.file(&ledger).open("[写入文件]");
    desk.h.text("2");
    desk.done();
    assert!(
        desk.h.store().record_count().unwrap() == 1,
        "{}",
        desk.h.screen()
    );
}

#[test]
fn files_of_a_key_are_those_of_one_folder() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::None);
    let folder = desk.path("files");
    desk.h
        .app
        .set_desk(cli::desk(TaskFiles::In(folder.clone())));
    desk.task("3");
    desk.file(Path::new("../taizhang.db"));
    desk.says("请填文件名，不带路径");
    desk.file(Path::new("out.xlsx"));
    desk.h.key(Code::F(2));
    desk.done();
    desk.says("已导出 1 条记录");
    assert!(folder.join("out.xlsx").is_file());
}

#[test]
fn an_export_is_cancelled_and_leaves_nothing() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    let out = desk.path("out.json");
    desk.task("3").open("格式");
    desk.h.text("3");
    desk.file(&out);
    desk.h.key(Code::F(2)).key(Code::Esc);
    desk.says("正在取消");
    desk.done();
    desk.says("已取消，未写入");
    assert!(!out.exists());
    let left: Vec<_> = fs::read_dir(desk.h.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().contains(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // CSV is of one kind.
    desk.open("格式");
    desk.h.text("2").key(Code::F(2));
    desk.says("请先选类别");
}

#[test]
fn a_report_and_a_pack_are_cancelled_and_nothing_is_done() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    desk.task("1");
    desk.h.key(Code::F(2)).key(Code::Esc);
    desk.says("正在取消");
    desk.done();
    desk.says("已取消，未写入");
    desk.says("[显示]");
    desk.h.key(Code::Esc);
    let pack = desk.path("new.toml");
    let text = include_str!("../packs/minimums.toml").replace("130", "90");
    fs::write(&pack, &text).unwrap();
    desk.task("5").file(&pack);
    desk.h.key(Code::F(2));
    desk.done();
    desk.h.key(Code::F(2)).key(Code::Esc);
    desk.done();
    desk.says("已取消，未写入");
    assert_eq!(desk.verdict(), Verdict::Short);
    // The preview is still there, and can be carried out.
    desk.h.key(Code::F(2));
    desk.done();
    assert_eq!(desk.verdict(), Verdict::Met, "{}", desk.h.screen());
}

#[test]
fn one_task_is_at_work_at_a_time_and_leaving_ends_it() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    let out = desk.path("out.json");
    desk.task("3").file(&out);
    desk.h.key(Code::F(2)).key(Code::F(2));
    desk.says("上一项尚未办完");
    let Desk { h, news } = desk;
    drop(news);
    drop(h.app);
    let left = fs::read_dir(h.folder.path()).unwrap().flatten();
    let left: Vec<_> = left
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_pack_is_shown_before_it_is_loaded_and_what_was_shown_is_loaded() {
    for lang in LANGS {
        let mut desk = Desk::new(lang, TaskFiles::Anywhere);
        assert_eq!(desk.verdict(), Verdict::Short);
        let pack = desk.path("new.toml");
        let text = include_str!("../packs/minimums.toml").replace("130", "90");
        fs::write(&pack, &text).unwrap();
        desk.task("5").file(&pack);
        desk.h.key(Code::F(2));
        desk.done();
        insta::assert_snapshot!(format!("pack-{lang:?}"), desk.h.screen());
        assert_eq!(desk.verdict(), Verdict::Short);
        desk.h.key(Code::Esc);
        assert_eq!(desk.verdict(), Verdict::Short);
        desk.h.key(Code::F(2));
        desk.done();
        fs::write(&pack, "not a pack").unwrap();
        desk.h.key(Code::F(2));
        desk.done();
        assert_eq!(desk.verdict(), Verdict::Met, "{}", desk.h.screen());
        desk.h.key(Code::F(2));
        desk.done();
        assert!(
            desk.h
                .screen()
                .lines()
                .rev()
                .nth(1)
                .unwrap()
                .contains("TOML"),
            "{}",
            desk.h.screen()
        );
        assert!(desk.h.store().inspect().unwrap().is_empty());
    }
}

/// A town that goes on from a snapshot of the ledger and sets the seats to 140.
fn town(desk: &Desk) -> PathBuf {
    let ledger = desk.path("taizhang.db");
    let (snapshot, town) = (desk.path("out.db"), desk.path("town.db"));
    taizhang::store::share::snapshot::make(&ledger, &snapshot, &Arc::default(), |_| {}).unwrap();
    taizhang::store::share::restore::restore(&snapshot, &town).unwrap();
    let mut store = Store::open(&town).unwrap();
    let id = store.find_record("示例图书馆").unwrap().id;
    let record = store.record(id).unwrap().unwrap();
    let mut fields = record.every_field();
    fields.insert("reading_seats".into(), "140".into());
    let save = taizhang::store::Save {
        record: id,
        subject: record.subject,
        base: &record.heads,
        fields,
        author: "示例镇员",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
    town
}

#[test]
fn a_merge_is_shown_before_it_is_carried_out() {
    for lang in LANGS {
        let mut desk = Desk::new(lang, TaskFiles::Anywhere);
        let town = town(&desk);
        desk.task("6").file(&town);
        desk.h.key(Code::F(2));
        desk.done();
        desk.says("示例图书馆");
        assert_eq!(desk.verdict(), Verdict::Short);
        desk.h.key(Code::F(2)).key(Code::Esc);
        desk.done();
        let is_merged = desk.verdict() == Verdict::Met;
        assert!(
            is_merged || desk.h.screen().contains("示例图书馆"),
            "{}",
            desk.h.screen()
        );
        if !is_merged {
            desk.h.key(Code::F(2));
            desk.done();
        }
        assert_eq!(desk.verdict(), Verdict::Met, "{}", desk.h.screen());
        assert!(desk.h.store().inspect().unwrap().is_empty());
        desk.h.key(Code::Esc).key(Code::F(2));
        desk.done();
        desk.says("town.db");
    }
}

#[test]
fn a_file_that_changed_after_the_preview_is_not_merged() {
    let mut desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    let town = town(&desk);
    desk.task("6").file(&town);
    desk.h.key(Code::F(2));
    desk.done();
    let mut bytes = fs::read(&town).unwrap();
    bytes.push(0);
    fs::write(&town, bytes).unwrap();
    desk.h.key(Code::F(2));
    desk.done();
    desk.says("文件在预览之后有变动");
    assert_eq!(desk.verdict(), Verdict::Short);
}

#[test]
fn a_clerk_and_a_reader_of_a_snapshot_load_nothing() {
    let desk = Desk::new(Lang::Zh, TaskFiles::Anywhere);
    let mut clerk = Desk::of(
        desk.h.beside(Role::Clerk, desk.h.store()),
        TaskFiles::Anywhere,
    );
    clerk.h.ctrl('z');
    clerk.says("导出");
    assert!(
        !clerk.h.screen().contains("合并文件"),
        "{}",
        clerk.h.screen()
    );
    town(&desk);
    let frozen = Store::open(&desk.path("out.db")).unwrap();
    let mut reader = Desk::of(desk.h.beside(Role::Admin, frozen), TaskFiles::Anywhere);
    reader.h.ctrl('z');
    assert!(
        !reader.h.screen().contains("载入政策包"),
        "{}",
        reader.h.screen()
    );
    reader.h.text("1").key(Code::F(2));
    reader.done();
    reader.says("达标情况表");
}
