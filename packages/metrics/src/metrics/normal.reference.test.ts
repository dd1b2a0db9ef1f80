import { normalReference } from '../testing/normal-reference.js';
import { testAgainstReference } from '../testing/stores-reference.js';

testAgainstReference('what is unusual, what changed and what is not seen', normalReference);
