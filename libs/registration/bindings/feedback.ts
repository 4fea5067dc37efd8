import { bindHandlers, from, PLATFORM } from '@gatehouse/platform/container';
import type { ContainerModuleLoadOptions } from 'inversify';
import { PostgresFeedbackBox, PostgresFeedbackViews } from '../adapters/postgres/feedback/postgres-feedback.js';
import {
  FindFeedbackHandler,
  FindFeedbackWeeksHandler,
  GiveFeedbackHandler,
} from '../application/feedback/feedback.js';
import { FindFeedback, FindFeedbackWeeks, GiveFeedback } from '../contract/index.js';
import { REGISTRATION } from './tokens.js';

/** One question after the activation, and who reads the answers. */
export function bindFeedback({ bind }: Pick<ContainerModuleLoadOptions, 'bind'>): void {
  const { onCommand, onQuery } = bindHandlers(bind);
  onCommand(GiveFeedback, GiveFeedbackHandler, {
    applications: REGISTRATION.applications,
    tries: REGISTRATION.chargedTries,
    tokens: REGISTRATION.feedbackTokens,
    box: from([PLATFORM.database], (database) => new PostgresFeedbackBox(database)),
    ids: PLATFORM.ids,
  });
  onQuery(FindFeedback, FindFeedbackHandler, {
    feedback: from([PLATFORM.readDatabase], (database) => new PostgresFeedbackViews(database)),
    lookUps: PLATFORM.lookUps,
  });
  onQuery(FindFeedbackWeeks, FindFeedbackWeeksHandler, {
    feedback: from([PLATFORM.readDatabase], (database) => new PostgresFeedbackViews(database)),
  });
}
