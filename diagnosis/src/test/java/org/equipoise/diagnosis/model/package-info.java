@NullMarked
package org.equipoise.diagnosis.model;

import org.jspecify.annotations.NullMarked;
