import { reconnects } from "../../../facts/run/reconnects.ts";
import { silentStreams } from "../../../facts/run/silent-streams.ts";
import { defineCheck } from "../../../sdk/check.ts";
import { catalogue } from "../../../sdk/text.ts";
import { loopEnds, neverAgain } from "../loop-ends.ts";
import { noStream, readable, silentEvidence, silentText, upEvidence } from "../run-words.ts";

const say = catalogue({
  holds: { en: "the stream “{name}” came back each time that it was lost ({count})", ru: "поток «{name}» возвращался после каждой потери ({count})" },
  atEnd: { en: "Reconnects: no stream that was lost could come back: it was at the end, or the bot gave up and said so.", ru: "Переподключения: возвращаться было некому: поток потерян в самом конце, или бот сдался и сообщил об этом." },
  untold: { en: "Reconnects: “{name}” was lost, and by its lines nobody can tell whether it came back: log each connection and each attempt.", ru: "Переподключения: «{name}» потерян, а вернулся ли он, по строкам не понять: пишите в лог каждое подключение и каждую попытку." },
  fix: { en: "Lead every failure of the connecting function to the next attempt, and give up only by stopping the bot.", ru: "Любой сбой подключения должен вести к следующей попытке, а сдаваться — только остановкой бота." },
});

export const streamStaysDown = defineCheck({
  name: "reconnect/stream-stays-down",
  claim: "Each stream that was lost in this run came back.",
  impact: "position",
  about: "stream",
  run: {
    requires: { reconnects },
    look({ reconnects }, see) {
      const lost = readable(reconnects.streams).filter((one) => one.outages.length > 0);
      if (lost.length === 0) return see.notExercised(noStream);
      const silent = new Map(silentStreams(reconnects, (one) => loopEnds(one) || neverAgain(one)).map((one) => [one.stream, one]));
      let spoken = 0;
      for (const stream of lost) {
        const subject = { kind: "stream", id: stream.key } as const;
        const one = silent.get(stream);
        // The code's own checks say why that loop ends.
        if (one && stream.connection && (loopEnds(stream.connection) || neverAgain(stream.connection))) continue;
        const back = stream.outages.filter((each) => each.up);
        const [first, ...rest] = back.flatMap(upEvidence);
        if (one?.sure) see.broken(subject, silentText(one), silentEvidence(one), { fix: say("fix"), group: stream.key, weight: 70 });
        else if (one) see.notExercised(say("untold", { name: stream.name }));
        else if (first) see.holds(subject, say("holds", { name: stream.name, count: back.length }), [first, ...rest.slice(0, 4)]);
        else continue;
        spoken += 1;
      }
      if (spoken === 0) see.notExercised(say("atEnd"));
    },
  },
});
