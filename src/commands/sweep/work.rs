//! The work itself: threads take runs in order, and whoever ends a chunk writes it.

use crate::cli::Simulate;
use crate::commands::counted::Progress;
use crate::commands::failure::Failure;
use crate::commands::output::Output;
use crate::commands::simulate::Stop;
use crate::commands::sweep::chunk::Pending;
use crate::commands::sweep::place::Place;
use crate::commands::sweep::plan::Plan;
use crate::commands::sweep::run::{self, Outcome};
use crate::commands::sweep::status;
use mfn::dataset::{Chunk, Shard};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a thread waits before it asks again whether to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// What was done of a shard.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) chunks: u64,
    pub(crate) chunks_done: u64,
    /// Those of this program.
    pub(crate) chunks_made: u64,
    pub(crate) runs_made: u64,
    pub(crate) failures: u64,
    pub(crate) seconds: f64,
}

impl Tally {
    /// One line for people.
    pub(crate) fn summary(&self, shard: Shard, place: &Path) -> String {
        let what = if shard.is_whole() { String::new() } else { format!(" of shard {shard}") };
        let rate = self.runs_made as f64 / self.seconds.max(1e-9);
        let failed = match self.failures {
            0 => String::new(),
            n => format!(", {n} of them failed"),
        };
        format!(
            "{}: {} of {} chunks{what} done; {} runs in {:.2} s ({rate:.0} a second){failed}",
            place.display(),
            self.chunks_done,
            self.chunks,
            self.runs_made,
            self.seconds
        )
    }
}

/// Why the work ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// Every chunk of the shard is done.
    Completed,
    /// Stopped on request; the reason.
    Stopped(&'static str),
    /// A run failed, and was not to.
    Failed { run: u64, reason: String },
}

/// Makes what is missing of a shard.
pub(crate) fn work(
    plan: &Plan,
    place: &mut Place,
    shard: Shard,
    arguments: &Simulate,
    stop: &Stop,
    output: &mut Output,
) -> Result<(Tally, Ending), Failure> {
    let survey = status::survey(plan, place, shard)?;
    for damaged in &survey.damaged {
        output.warn(&format!("{damaged} is not as it was written: its chunk is made anew"));
    }
    let chunks = plan.chunks.of(shard).count() as u64;
    let tally = Tally { chunks, chunks_done: survey.done.len() as u64, ..Tally::default() };
    if tally.chunks_done > 0 {
        output.note(&format!("going on: {} of {chunks} chunks are done", tally.chunks_done));
    }
    let todo = plan.chunks.of(shard).filter(|chunk| !survey.done.contains(&chunk.chunk));
    let runs = plan.chunks.of(shard).map(|chunk| chunk.n_runs()).sum();
    let done: u64 = survey.done.iter().map(|chunk| plan.chunks.chunk(*chunk).n_runs()).sum();
    let left = runs - done;
    let threads = threads(arguments, left);
    let (spool, hidden) = (place.spool(), place.hidden());
    let board = Board {
        progress: Progress::new(arguments.progress, "run", (done, runs), output),
        todo: Box::new(todo),
        started: VecDeque::new(),
        place,
        tally,
        ending: Ending::Completed,
        error: None,
        is_over: false,
    };
    let crew = Crew {
        plan,
        stop,
        spool,
        hidden,
        fail_fast: arguments.fail_fast,
        most_started: threads + 1,
        board: Mutex::new(board),
        moved: Condvar::new(),
    };
    let start = Instant::now();
    // One thread writes: the encoders of a table need more memory than many runs.
    let (hand_in, ended) = sync_channel(1);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let hand_in = hand_in.clone();
            scope.spawn(|| crew.toil(hand_in));
        }
        drop(hand_in);
        for pending in ended {
            crew.write(pending);
        }
    });
    let board = crew.board.into_inner().unwrap_or_else(PoisonError::into_inner);
    board.progress.finish();
    if let Some(error) = board.error {
        return Err(error);
    }
    let mut tally = board.tally;
    tally.seconds = start.elapsed().as_secs_f64();
    Ok((tally, board.ending))
}

fn threads(arguments: &Simulate, runs: u64) -> usize {
    let available = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = arguments.threads.map_or(available, usize::from);
    threads.min(usize::try_from(runs).unwrap_or(usize::MAX)).max(1)
}

/// What the threads share and change.
struct Board<'a> {
    progress: Progress,
    todo: Box<dyn Iterator<Item = Chunk> + Send + 'a>,
    /// Chunks that were begun, with the next run of each, the oldest first.
    started: VecDeque<(Pending, u64)>,
    place: &'a mut Place,
    tally: Tally,
    ending: Ending,
    error: Option<Failure>,
    /// Nobody takes another run.
    is_over: bool,
}

/// The threads of a shard.
struct Crew<'a> {
    plan: &'a Plan,
    stop: &'a Stop,
    spool: PathBuf,
    hidden: PathBuf,
    fail_fast: bool,
    /// Chunks that may be in hand at once, whatever one slow run does: memory stays bounded.
    most_started: usize,
    board: Mutex<Board<'a>>,
    moved: Condvar,
}

impl<'a> Crew<'a> {
    fn lock(&self) -> MutexGuard<'_, Board<'a>> {
        // A thread that panicked ends the program when the scope joins it.
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes runs until there is none, or the work is over.
    #[expect(clippy::needless_pass_by_value, reason = "the writer waits until the last is gone")]
    fn toil(&self, hand_in: SyncSender<Pending>) {
        while let Some(run) = self.next() {
            let start = Instant::now();
            let made = run::make(self.plan, run, (&self.spool, &self.hidden), self.stop);
            let seconds = start.elapsed().as_secs_f64();
            match made {
                Ok(outcome) => {
                    if let Some(pending) = self.take(run, outcome, seconds) {
                        // The writer is there as long as somebody can hand in.
                        let _ = hand_in.send(pending);
                    }
                }
                Err(failure) => self.give_up(failure),
            }
            self.moved.notify_all();
        }
    }

    fn give_up(&self, failure: Failure) {
        let mut board = self.lock();
        board.error.get_or_insert(failure);
        board.is_over = true;
    }

    /// Writes a chunk whose runs have ended, and its line of the ledger.
    fn write(&self, pending: Pending) {
        let board = self.lock();
        if board.error.is_some() {
            return;
        }
        let place = board.place.path().to_owned();
        drop(board);
        let record = pending.write(self.plan, &place, &self.spool);
        let written = record.and_then(|record| {
            let mut board = self.lock();
            board.place.append(&record)?;
            board.tally.chunks_done += 1;
            board.tally.chunks_made += 1;
            Ok(())
        });
        if let Err(failure) = written {
            self.give_up(failure);
        }
    }

    /// The next run; waits where too many chunks are in hand.
    fn next(&self) -> Option<u64> {
        let mut board = self.lock();
        loop {
            if let (false, Some(reason)) = (board.is_over, self.stop.reason()) {
                board.is_over = true;
                board.ending = Ending::Stopped(reason);
            }
            if board.is_over {
                return None;
            }
            if let Some(run) = board.next_run(self.most_started) {
                return Some(run);
            }
            if board.started.is_empty() {
                return None;
            }
            // All runs of the chunks in hand are taken: one of them has to end first.
            let waited = self.moved.wait_timeout(board, PATIENCE);
            (board, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Notes how a run ended; gives its chunk if it was the last.
    fn take(&self, run: u64, outcome: Outcome, seconds: f64) -> Option<Pending> {
        let mut board = self.lock();
        match &outcome {
            // What was in hand is dropped: the next program makes it again.
            Outcome::Stopped => {
                board.is_over = true;
                let reason = self.stop.reason().unwrap_or("stopped");
                board.ending = Ending::Stopped(reason);
                return None;
            }
            Outcome::Failed(reason) if self.fail_fast => {
                board.is_over = true;
                board.ending = Ending::Failed { run, reason: reason.clone() };
                return None;
            }
            Outcome::Failed(_) => board.tally.failures += 1,
            Outcome::Row(_) => {}
        }
        board.tally.runs_made += 1;
        board.progress.tick();
        board.ended(run, outcome, seconds)
    }
}

impl Board<'_> {
    /// The next run of the chunks in hand, else of another chunk if one more may be begun.
    fn next_run(&mut self, most_started: usize) -> Option<u64> {
        let open = self.started.iter_mut().find(|(pending, next)| *next < pending.chunk.runs.end);
        if let Some((_, next)) = open {
            *next += 1;
            return Some(*next - 1);
        }
        if self.started.len() >= most_started {
            return None;
        }
        let chunk = self.todo.next()?;
        let run = chunk.runs.start;
        self.started.push_back((Pending::new(chunk), run + 1));
        Some(run)
    }

    /// The chunk that this run ended, taken out of hand.
    fn ended(&mut self, run: u64, outcome: Outcome, seconds: f64) -> Option<Pending> {
        let at = self.started.iter().position(|(pending, _)| pending.chunk.runs.contains(&run))?;
        let (pending, _) = self.started.get_mut(at)?;
        if !pending.take(run, outcome, seconds) {
            return None;
        }
        self.started.remove(at).map(|(pending, _)| pending)
    }
}
