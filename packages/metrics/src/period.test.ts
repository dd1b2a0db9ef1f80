import { describe, expect, test } from 'vitest';
import { type PeriodRequest, periodResult, previousResult, resolvePeriod } from './period.js';

const now = new Date('2026-11-22T10:30:00Z');
const given = (request: PeriodRequest, timezone = 'UTC', at = now) => resolvePeriod(request, timezone, at);
const shown = (request: PeriodRequest, timezone = 'UTC', at = now) => {
  const period = given(request, timezone, at);
  const { start, end, asOf, label, step, dayNumber, dayCount } = periodResult(period);
  return {
    start,
    end,
    asOf,
    label,
    step,
    dayNumber,
    dayCount,
    previous: previousResult(period.previous, null),
  };
};

describe('periods', () => {
  test('this month, up to now, against the same point of the month before', () => {
    expect(shown({ kind: 'month' }, 'Europe/Paris')).toEqual({
      start: '2026-11-01T00:00:00+01:00',
      end: '2026-12-01T00:00:00+01:00',
      asOf: '2026-11-22T11:30:00+01:00',
      label: 'November 2026',
      step: 'day',
      dayNumber: 22,
      dayCount: 30,
      previous: {
        start: '2026-10-01T00:00:00+02:00',
        end: '2026-11-01T00:00:00+01:00',
        asOf: '2026-10-22T11:30:00+02:00',
        recordedFrom: null,
      },
    });
  });

  test('the month before is on record from the first request, unless that is on its first day', () => {
    const { previous } = resolvePeriod({ kind: 'month', month: '2026-11' }, 'Europe/Paris', now);
    const from = (time: string) => previousResult(previous, Date.parse(time))?.recordedFrom;
    expect(from('2026-10-09T12:00:00Z')).toBe('2026-10-09T14:00:00+02:00');
    expect(from('2026-10-01T20:00:00Z')).toBeNull();
    expect(from('2026-02-01T00:00:00Z')).toBeNull();
  });

  test('a month that is over is compared with the whole month before', () => {
    expect(shown({ kind: 'month', month: '2026-03' })).toMatchObject({
      end: '2026-04-01T00:00:00+00:00',
      asOf: '2026-04-01T00:00:00+00:00',
      dayNumber: 31,
      dayCount: 31,
      previous: { start: '2026-02-01T00:00:00+00:00', asOf: '2026-03-01T00:00:00+00:00' },
    });
  });

  test('on the 31st, a month of 30 days is compared whole', () => {
    expect(shown({ kind: 'month' }, 'UTC', new Date('2026-12-31T20:00:00Z')).previous?.asOf).toBe(
      '2026-12-01T00:00:00+00:00',
    );
  });

  test('a month to come is compared with nothing that is to come either', () => {
    expect(shown({ kind: 'month', month: '2026-12' }).previous?.asOf).toBe('2026-11-22T10:30:00+00:00');
  });

  test('a week starts on Monday', () => {
    expect(shown({ kind: 'week' })).toMatchObject({
      start: '2026-11-16T00:00:00+00:00',
      end: '2026-11-23T00:00:00+00:00',
      label: '2026-11-16 – 2026-11-22',
      dayNumber: 7,
      previous: { start: '2026-11-09T00:00:00+00:00', asOf: '2026-11-15T10:30:00+00:00' },
    });
  });

  test('today is shown by the hour', () => {
    expect(shown({ kind: 'day' })).toMatchObject({
      start: '2026-11-22T00:00:00+00:00',
      step: 'hour',
      dayCount: 1,
    });
    expect(given({ kind: 'day' }).steps.map((step) => step.time)).toHaveLength(11);
  });

  test('the last hour goes in steps of two minutes, the last 24 hours in hours', () => {
    const hour = given({ kind: 'last', length: '1h' });
    expect(hour.steps[0]?.time).toBe('2026-11-22T09:30');
    expect(hour.steps).toHaveLength(30);
    expect(given({ kind: 'last', length: '24h' }).steps[0]?.time).toBe('2026-11-21T10:00');
  });

  test('the last 7 days are local days with today', () => {
    expect(shown({ kind: 'last', length: '7d' }, 'Asia/Tokyo')).toMatchObject({
      start: '2026-11-16T00:00:00+09:00',
      end: '2026-11-23T00:00:00+09:00',
      dayNumber: 7,
      dayCount: 7,
    });
  });

  test('since and until are inclusive; until is today by default', () => {
    expect(shown({ kind: 'range', since: '2026-11-03', until: '2026-11-04' })).toMatchObject({
      start: '2026-11-03T00:00:00+00:00',
      end: '2026-11-05T00:00:00+00:00',
      dayCount: 2,
      previous: { start: '2026-11-01T00:00:00+00:00', end: '2026-11-03T00:00:00+00:00' },
    });
    expect(shown({ kind: 'range', since: '2026-11-21' }).end).toBe('2026-11-23T00:00:00+00:00');
  });

  test('up to 92 days in days, then weeks, then months', () => {
    expect(given({ kind: 'range', since: '2026-08-23', until: '2026-11-22' }).step).toBe('day');
    expect(given({ kind: 'range', since: '2026-08-22', until: '2026-11-22' }).step).toBe('week');
    expect(given({ kind: 'range', since: '2023-01-01', until: '2026-11-22' }).step).toBe('month');
  });

  test('a period that has not begun holds nothing', () => {
    expect(given({ kind: 'month', month: '2027-01' })).toMatchObject({ steps: [], dayNumber: 1 });
  });
});

describe('clock changes', () => {
  test('the day clocks go forward has 23 hours, the day they go back 25', () => {
    const day = (at: string) => given({ kind: 'range', since: at, until: at }, 'Europe/Paris');
    expect(day('2026-03-29').steps).toHaveLength(23);
    expect(day('2026-10-25').steps).toHaveLength(25);
    expect(day('2026-03-29').endMs - day('2026-03-29').startMs).toBe(23 * 3_600_000);
  });

  test('times that clocks show twice are told apart by their offset', () => {
    const times = (day: string, zone: string) =>
      given({ kind: 'range', since: day, until: day }, zone, new Date('2027-01-01T00:00:00Z')).steps.map(
        ({ time }) => time.slice(11),
      );
    expect(times('2026-10-25', 'Europe/Berlin').slice(1, 5)).toEqual([
      '01:00',
      '02:00+02:00',
      '02:00+01:00',
      '03:00',
    ]);
    expect(times('2026-11-01', 'America/New_York').slice(0, 4)).toEqual([
      '00:00',
      '01:00-04:00',
      '01:00-05:00',
      '02:00',
    ]);
    // Half an hour back, from two to half past one.
    expect(times('2026-04-05', 'Australia/Lord_Howe').slice(0, 4)).toEqual([
      '00:00',
      '01:00',
      '01:30+10:30',
      '02:30',
    ]);
    // An hour that clocks leave out is no hour that they repeat.
    expect(times('2026-03-29', 'Europe/Berlin').slice(0, 4)).toEqual(['00:00', '01:00', '03:00', '04:00']);
    for (const zone of ['Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Beirut']) {
      for (const day of ['2026-04-05', '2026-10-25'])
        expect(new Set(times(day, zone)).size).toBe(times(day, zone).length);
    }
  });

  test('the last hour across the change has thirty times, in order', () => {
    const { steps } = given(
      { kind: 'last', length: '1h' },
      'Europe/Berlin',
      new Date('2026-10-25T01:30:00Z'),
    );
    expect(steps).toHaveLength(30);
    expect(
      steps.map(({ time }) => time.slice(11)).filter((_, index) => [0, 14, 15, 29].includes(index)),
    ).toEqual(['02:30+02:00', '02:58+02:00', '02:00+01:00', '02:28+01:00']);
  });

  test('a month over the change is its local days', () => {
    const march = given({ kind: 'month', month: '2026-03' }, 'Europe/Paris');
    expect(march.days).toHaveLength(31);
    expect(march.endMs - march.startMs).toBe((31 * 24 - 1) * 3_600_000);
  });

  test('a day that begins at one in the morning: Cairo, 2026-04-24', () => {
    const day = given({ kind: 'range', since: '2026-04-24', until: '2026-04-24' }, 'Africa/Cairo');
    expect(periodResult(day).start).toBe('2026-04-24T01:00:00+03:00');
    expect(day.days).toHaveLength(1);
  });

  test('the days after it begin at midnight again', () => {
    const april = given({ kind: 'month', month: '2026-04' }, 'Africa/Cairo');
    expect(april.days.find((day) => day.time === '2026-04-25')?.startMs).toBe(Date.UTC(2026, 3, 24, 21));
    expect(april.endMs).toBe(Date.UTC(2026, 3, 30, 21));
    const since = (day: string) => given({ kind: 'range', since: day, until: day }, 'Africa/Cairo');
    expect(since('2026-04-24').endMs).toBe(since('2026-04-25').startMs);
    const today = given({ kind: 'day' }, 'Africa/Cairo', new Date('2026-04-24T10:00:00Z'));
    expect(today.endMs).toBe(Date.UTC(2026, 3, 24, 21));
  });

  test.each(['Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Africa/Cairo', 'Asia/Beirut'])(
    '%s: days tile the year',
    (zone) => {
      const { days, startMs, endMs } = given(
        { kind: 'range', since: '2026-01-01', until: '2026-12-31' },
        zone,
      );
      expect(days).toHaveLength(365);
      expect(days[0]?.startMs).toBe(startMs);
      expect(days.at(-1)?.endMs).toBe(endMs);
      for (const [index, day] of days.entries())
        if (index > 0) expect(day.startMs).toBe(days[index - 1]?.endMs);
    },
  );
});

describe('what cannot be', () => {
  test.each<[PeriodRequest, string]>([
    [{ kind: 'month', month: '2026-13' }, "no month '2026-13'; write it as YYYY-MM, for example 2026-08"],
    [{ kind: 'month', month: 'August' }, "no month 'August'; write it as YYYY-MM, for example 2026-08"],
    [
      { kind: 'range', since: '2026-02-30' },
      "no day '2026-02-30'; write it as YYYY-MM-DD, for example 2026-08-31",
    ],
    [
      { kind: 'range', since: '2026-03-02', until: '2026-03-01' },
      'the period ends before it starts: 2026-03-02 – 2026-03-01',
    ],
  ])('%j', (request, message) => {
    expect(() => given(request)).toThrow(expect.objectContaining({ code: 'bad-period', message }));
  });

  test('a zone must be an IANA name', () => {
    expect(() => given({ kind: 'day' }, 'Mars/Olympus')).toThrow(
      expect.objectContaining({
        code: 'bad-timezone',
        message: "no time zone named 'Mars/Olympus'; use an IANA name such as Europe/Paris or UTC",
      }),
    );
  });
});
