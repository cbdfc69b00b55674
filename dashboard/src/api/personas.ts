/** Who the customers are by what they do. */
import type { Shape } from './contract';

export type PersonasReport = Shape<'PersonasReport'>;
export type PersonaCard = Shape<'PersonaCard'>;
export type PersonaId = PersonaCard['id'];
export type Characteristic = Shape<'Characteristic'>;
export type CharacteristicGroup = Shape<'CharacteristicGroup'>;
export type TypicalCustomer = Shape<'TypicalCustomer'>;
export type AccountJourney = Shape<'AccountJourney'>;
export type Storyteller = Shape<'StorytellerShown'>;
