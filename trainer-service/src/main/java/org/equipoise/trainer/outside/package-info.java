/** Models that were trained elsewhere: looked into, fed as they say, judged as own ones are, and registered. */
@NullMarked
package org.equipoise.trainer.outside;

import org.jspecify.annotations.NullMarked;
