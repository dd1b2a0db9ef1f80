import { contextReference } from '../testing/context-reference.js';
import { testAgainstReference } from '../testing/stores-reference.js';

testAgainstReference('context, compactions, restarts and cache lifetimes', contextReference);
