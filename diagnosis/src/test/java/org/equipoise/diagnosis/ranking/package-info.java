@NullMarked
package org.equipoise.diagnosis.ranking;

import org.jspecify.annotations.NullMarked;
