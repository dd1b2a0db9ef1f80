import { testAgainstReference } from '../testing/stores-reference.js';
import { timeReference } from '../testing/time-reference.js';

testAgainstReference('hours, days, windows, blocks and limits', timeReference);
