//! Which part of the work is this program's: as written, or as the scheduler says.

use crate::commands::failure::{Failure, code};
use mfn::dataset::Shard;

/// `--shard`: `I/N`, `auto`, or all of the work.
pub(crate) fn of(text: Option<&str>) -> Result<Shard, Failure> {
    match text {
        None => Ok(Shard::WHOLE),
        Some("auto") => scheduled(|name| std::env::var(name).ok()),
        Some(text) => written(text),
    }
}

fn usage(message: String) -> Failure {
    Failure::message(code::USAGE, message)
}

fn written(text: &str) -> Result<Shard, Failure> {
    let parts = text
        .split_once('/')
        .and_then(|(index, count)| Some((index.trim().parse().ok()?, count.trim().parse().ok()?)));
    let Some((index, count)) = parts else {
        return Err(usage(format!(
            "--shard {text} is no shard: wanted I/N, such as 0/16, or auto"
        )));
    };
    Shard::new(index, count).map_err(|error| Failure::new(code::USAGE, error))
}

/// What the scheduler says in its variables: SLURM, Grid Engine or an indexed Job.
fn scheduled(variable: impl Fn(&str) -> Option<String>) -> Result<Shard, Failure> {
    let number = |name: &str| -> Option<u64> { variable(name)?.trim().parse().ok() };
    let array = |names: [&str; 4]| -> Option<[u64; 4]> {
        let [id, first, last, step] = names;
        Some([number(id)?, number(first)?, number(last)?, number(step).unwrap_or(1).max(1)])
    };
    let slurm = [
        "SLURM_ARRAY_TASK_ID",
        "SLURM_ARRAY_TASK_MIN",
        "SLURM_ARRAY_TASK_MAX",
        "SLURM_ARRAY_TASK_STEP",
    ];
    let engine = ["SGE_TASK_ID", "SGE_TASK_FIRST", "SGE_TASK_LAST", "SGE_TASK_STEPSIZE"];
    if let Some([id, first, last, step]) = array(slurm).or_else(|| array(engine)) {
        let count = last.saturating_sub(first) / step + 1;
        let tasks = number("SLURM_ARRAY_TASK_COUNT").unwrap_or(count);
        if tasks != count {
            return Err(usage(format!(
                "the job array has {tasks} tasks of {count} from {first} to {last}: a part of an \
                 array cannot tell the shards"
            ))
            .with_hint(
                "submit the whole array, whose finished shards end at once, or say --shard I/N",
            ));
        }
        return Shard::new(id.saturating_sub(first) / step, count)
            .map_err(|error| Failure::new(code::USAGE, error));
    }
    match (number("JOB_COMPLETION_INDEX"), number("JOB_COMPLETIONS")) {
        (Some(index), Some(count)) => {
            Shard::new(index, count).map_err(|error| Failure::new(code::USAGE, error))
        }
        (Some(_), None) => Err(usage(
            "JOB_COMPLETION_INDEX is set without JOB_COMPLETIONS: an indexed Job does not say how \
             many there are"
                .to_owned(),
        )
        .with_hint("set JOB_COMPLETIONS in the container's environment: scripts/kubernetes")),
        (None, _) => Err(usage(
            "--shard auto finds no job array: wanted SLURM_ARRAY_TASK_ID with its MIN and MAX, \
             SGE_TASK_ID, or JOB_COMPLETION_INDEX with JOB_COMPLETIONS"
                .to_owned(),
        )
        .with_hint("say --shard I/N")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(variables: &[(&str, &str)], expected: Option<(u64, u64)>) {
        let variable = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let found = scheduled(variable).ok().map(|shard| (shard.index, shard.count));
        assert_eq!(found, expected, "{variables:?}");
    }

    #[test]
    fn shard_follows_the_schedulers_variables() {
        let slurm = |id, min, max, count, step| {
            [
                ("SLURM_ARRAY_TASK_ID", id),
                ("SLURM_ARRAY_TASK_MIN", min),
                ("SLURM_ARRAY_TASK_MAX", max),
                ("SLURM_ARRAY_TASK_COUNT", count),
                ("SLURM_ARRAY_TASK_STEP", step),
            ]
        };
        check(&slurm("0", "0", "7", "8", "1"), Some((0, 8)));
        check(&slurm("12", "10", "14", "3", "2"), Some((1, 3)));
        // Some tasks of an array, submitted again.
        check(&slurm("7", "3", "7", "2", "1"), None);
        check(&[("JOB_COMPLETION_INDEX", "3"), ("JOB_COMPLETIONS", "5")], Some((3, 5)));
        check(&[("JOB_COMPLETION_INDEX", "3")], None);
        let engine = [("SGE_TASK_ID", "4"), ("SGE_TASK_FIRST", "1"), ("SGE_TASK_LAST", "6")];
        check(&engine, Some((3, 6)));
        check(&[], None);
    }

    #[test]
    fn written_shard_is_a_number_of_a_number() {
        for text in ["0/1", " 3 / 4 "] {
            assert!(of(Some(text)).is_ok(), "{text}");
        }
        for text in ["", "3", "4/4", "-1/4", "1/0", "a/b", "1/2/3"] {
            assert!(of(Some(text)).is_err(), "{text}");
        }
        assert!(of(None).is_ok_and(Shard::is_whole));
    }
}
