import type { PersonaCard, PersonasReport } from '../../api/personas';
import classes from './Personas.module.css';
import { useStory } from './useStory';

/** The persona in words. */
export function Story({ card, report }: { card: PersonaCard; report: PersonasReport }) {
  const story = useStory()(card, report);
  return <p className={classes.story}>{story.join(' ')}</p>;
}
