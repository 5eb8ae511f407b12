/** Classes that break one architecture rule each, to prove that the rules can fail. Nothing uses them. */
@NullMarked
package org.equipoise.planted;

import org.jspecify.annotations.NullMarked;
