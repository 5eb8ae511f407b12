/** Shows the labelled images beside a version to the model that serves, again and again, the way every study goes. */
@NullMarked
package org.equipoise.trainer.canary;

import org.jspecify.annotations.NullMarked;
