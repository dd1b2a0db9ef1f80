import { baseReference } from '../testing/base-reference.js';
import { testAgainstReference } from '../testing/stores-reference.js';

testAgainstReference('cost, tokens, cache and sessions', baseReference);
