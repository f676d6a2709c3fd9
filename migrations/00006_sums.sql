-- Sums that were missing: by hour of the day, by whole touchpoints, the views
-- of survey pages, and daily numbers that came from elsewhere.

-- +goose Up

-- The hour of the local day in which an answer was given, as its day is kept;
-- -1 where nobody has looked yet, in answers older than this column. While the
-- counter is there, some are left to be looked at, after the one it names.
alter table responses add column hour smallint not null default -1;
insert into counters (name, value) values ('hours', 0);

-- Sums by month (counted from the year 0), day of the week (0 is Sunday) and
-- hour, all of them local.
create table hours (
  touchpoint bigint not null,
  month integer not null,
  weekday smallint not null,
  hour smallint not null,
  answers bigint not null,
  omega bigint not null,
  omega_e bigint not null,
  unhappy bigint not null,
  primary key (touchpoint, month, weekday, hour)
) /* without rowid */;

-- Sums over a touchpoint as a whole, by blocks of days: a day is twice its
-- number, a week twice the number of its Monday and one. The mark grows with
-- every change of an answer of the block, whether or not it changes a sum.
create table block_tallies (
  touchpoint bigint not null,
  block integer not null,
  mark bigint not null,
  answers bigint not null,
  waiting bigint not null,
  negative bigint not null,
  neutral bigint not null,
  positive bigint not null,
  rating_answers bigint not null,
  rating_e bigint not null,
  rating_e2 bigint not null,
  rating_unhappy bigint not null,
  rating_happy bigint not null,
  text_answers bigint not null,
  text_omega bigint not null,
  text_omega2 bigint not null,
  text_omega_e bigint not null,
  text_omega_e2 bigint not null,
  text_unhappy bigint not null,
  text_happy bigint not null,
  all_answers bigint not null,
  all_omega bigint not null,
  all_omega2 bigint not null,
  all_omega_e bigint not null,
  all_omega_e2 bigint not null,
  all_unhappy bigint not null,
  all_happy bigint not null,
  primary key (touchpoint, block)
) /* without rowid */;

create table block_options (
  touchpoint bigint not null,
  question bigint not null,
  block integer not null,
  value bigint not null,
  answers bigint not null,
  primary key (touchpoint, question, block, value)
) /* without rowid */;

create table block_themes (
  touchpoint bigint not null,
  block integer not null,
  theme bigint not null,
  answers bigint not null,
  omega bigint not null,
  omega_e bigint not null,
  primary key (touchpoint, block, theme)
) /* without rowid */;

insert into block_tallies (touchpoint, block, mark, answers, waiting, negative, neutral, positive, rating_answers, rating_e, rating_e2, rating_unhappy, rating_happy,
  text_answers, text_omega, text_omega2, text_omega_e, text_omega_e2, text_unhappy, text_happy,
  all_answers, all_omega, all_omega2, all_omega_e, all_omega_e2, all_unhappy, all_happy)
  select touchpoint, 2 * day, 1,
  sum(answers), sum(waiting), sum(negative), sum(neutral), sum(positive), sum(rating_answers), sum(rating_e), sum(rating_e2), sum(rating_unhappy),
  sum(rating_happy), sum(text_answers), sum(text_omega), sum(text_omega2), sum(text_omega_e), sum(text_omega_e2), sum(text_unhappy), sum(text_happy),
  sum(all_answers), sum(all_omega), sum(all_omega2), sum(all_omega_e), sum(all_omega_e2), sum(all_unhappy), sum(all_happy)
  from tallies group by 1, 2;
insert into block_options (touchpoint, question, block, value, answers)
  select touchpoint, question, 2 * day, value, sum(answers) from option_tallies group by 1, 2, 3, 4;
insert into block_themes (touchpoint, block, theme, answers, omega, omega_e)
  select touchpoint, 2 * day, theme, sum(answers), sum(omega), sum(omega_e) from theme_tallies group by 1, 2, 3;
insert into block_tallies (touchpoint, block, mark, answers, waiting, negative, neutral, positive, rating_answers, rating_e, rating_e2, rating_unhappy, rating_happy,
  text_answers, text_omega, text_omega2, text_omega_e, text_omega_e2, text_unhappy, text_happy,
  all_answers, all_omega, all_omega2, all_omega_e, all_omega_e2, all_unhappy, all_happy)
  select touchpoint, 2 * (day - ((day - 4) % 7 + 7) % 7) + 1, 1,
  sum(answers), sum(waiting), sum(negative), sum(neutral), sum(positive), sum(rating_answers), sum(rating_e), sum(rating_e2), sum(rating_unhappy),
  sum(rating_happy), sum(text_answers), sum(text_omega), sum(text_omega2), sum(text_omega_e), sum(text_omega_e2), sum(text_unhappy), sum(text_happy),
  sum(all_answers), sum(all_omega), sum(all_omega2), sum(all_omega_e), sum(all_omega_e2), sum(all_unhappy), sum(all_happy)
  from tallies group by 1, 2;
insert into block_options (touchpoint, question, block, value, answers)
  select touchpoint, question, 2 * (day - ((day - 4) % 7 + 7) % 7) + 1, value, sum(answers) from option_tallies group by 1, 2, 3, 4;
insert into block_themes (touchpoint, block, theme, answers, omega, omega_e)
  select touchpoint, 2 * (day - ((day - 4) % 7 + 7) % 7) + 1, theme, sum(answers), sum(omega), sum(omega_e) from theme_tallies group by 1, 2, 3;

-- How often the page of a placement's survey was opened. Nothing of who.
create table views (
  placement bigint not null,
  day integer not null,
  views bigint not null,
  primary key (placement, day)
) /* without rowid */;

-- Daily numbers from elsewhere. Touchpoint 0 is the whole journey.
create table metrics (
  journey text not null references journeys (key),
  touchpoint bigint not null,
  metric text not null,
  day integer not null,
  value double precision not null,
  primary key (journey, touchpoint, metric, day)
) /* without rowid */;
