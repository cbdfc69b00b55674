import {
  IconArrowsSplit2, IconBell, IconClock, IconClockHour9, IconClockPlay, IconDoorExit, IconGitFork, IconHourglass, IconMail, IconTag, IconWebhook,
} from '@tabler/icons-react';
import type { Kind } from '../document';

export const ICONS: Record<Kind, typeof IconMail> = {
  message: IconMail, wait: IconClock, wait_until: IconClockHour9, wait_best_hour: IconClockPlay, wait_for: IconHourglass, branch: IconGitFork,
  split: IconArrowsSplit2, set_trait: IconTag, emit: IconBell, webhook: IconWebhook, exit: IconDoorExit,
};
